package io.vectile.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;

/** What the inputs of a twin test are full of. */
enum Fill {
    /** Normally distributed, of either sign; bytes of all values. */
    RANDOM {
        @Override
        float number(Random random) {
            return (float) random.nextGaussian();
        }

        @Override
        byte octet(Random random) {
            return (byte) random.nextInt(256);
        }
    },
    /** Nothing but ties. */
    ZEROS {
        @Override
        float number(Random random) {
            return 0f;
        }

        @Override
        byte octet(Random random) {
            return 0;
        }
    },
    /** Zeros of both signs and few other values: ties of numbers whose bits differ. */
    SIGNED_ZEROS {
        @Override
        float number(Random random) {
            return switch (random.nextInt(8)) {
                case 0 -> 1f;
                case 1 -> -1f;
                case 2, 3, 4 -> -0f;
                default -> 0f;
            };
        }

        @Override
        byte octet(Random random) {
            return (byte) random.nextInt(2);
        }
    },
    /** As large as numbers can be whose squared differences still sum to finite ones. */
    LARGEST {
        @Override
        float number(Random random) {
            return random.nextBoolean() ? 1e17f : -1e17f;
        }

        @Override
        byte octet(Random random) {
            return (byte) 255;
        }
    },
    /** Subnormal numbers, and products that underflow. */
    SMALLEST {
        @Override
        float number(Random random) {
            return (random.nextInt(5) - 2) * (random.nextBoolean() ? Float.MIN_VALUE : 1e-22f);
        }

        @Override
        byte octet(Random random) {
            return (byte) (random.nextInt(2) * 255);
        }
    };

    abstract float number(Random random);

    abstract byte octet(Random random);

    float[] numbers(int n, Random random) {
        float[] numbers = new float[n];
        for (int i = 0; i < n; i++) {
            numbers[i] = number(random);
        }
        return numbers;
    }

    byte[] octets(int n, Random random) {
        byte[] octets = new byte[n];
        for (int i = 0; i < n; i++) {
            octets[i] = octet(random);
        }
        return octets;
    }

    /** Native memory with {@code n} floats or bytes from {@code offset}. */
    MemorySegment segment(boolean bytes, int n, int offset, Random random) {
        MemorySegment segment = Panels.allocate(offset + (long) n * (bytes ? 1 : Float.BYTES));
        if (bytes) {
            MemorySegment.copy(octets(n, random), 0, segment, ValueLayout.JAVA_BYTE, offset, n);
        } else {
            MemorySegment.copy(numbers(n, random), 0, segment, ValueLayout.JAVA_FLOAT_UNALIGNED, offset, n);
        }
        return segment;
    }
}

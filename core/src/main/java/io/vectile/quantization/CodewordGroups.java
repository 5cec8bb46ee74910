package io.vectile.quantization;

import java.util.Arrays;

/**
 * Numbers the 256 codewords of a subspace such that those which share their low six bits, c, c + 64, c + 128 and c + 192,
 * lie close together. The smallest of their four entries in a table of distances is then not much less than each of
 * them, so that a table of these 64, which one register of 64 bytes holds, rules out nearly all codes that the whole table
 * would. Groups that share the upper four of these bits lie together as well: registers of 16 bytes hold a table of the
 * smallest of each sixteen (reordered centroids and tables of minima: F. André, A. Kermarrec, N. Le Scouarnec, "Cache
 * locality is not enough", VLDB 2015, section 4.3).
 */
final class CodewordGroups {
    /** Codewords of a subspace. */
    static final int WORDS = 256;
    /** Groups, and the distance between the numbers of two of the same. */
    private static final int GROUPS = 64;
    private static final int EACH = WORDS / GROUPS;
    /** Rounds of swaps: most subspaces need about ten until nothing is gained any more. */
    private static final int ROUNDS = 30;
    /** Groups that are much tighter than the codewords are spread, as a share of their mean squared distance. */
    private static final double TIGHT = 0.5;

    /** How far two are apart: squared distances, or their sum over all pairs of two groups. */
    private final double[][] apart;
    private final int count;
    private final int groups;
    private final int[] group;

    private CodewordGroups(double[][] apart) {
        this.apart = apart;
        this.count = apart.length;
        this.groups = count / EACH;
        this.group = new int[count];
    }

    private static double[][] distances(float[] codebook, int first, int dsub) {
        double[][] apart = new double[WORDS][WORDS];
        for (int a = 0; a < WORDS; a++) {
            for (int b = 0; b < a; b++) {
                double sum = 0;
                for (int e = 0; e < dsub; e++) {
                    double difference = codebook[(first + a) * dsub + e] - (double) codebook[(first + b) * dsub + e];
                    sum += difference * difference;
                }
                apart[a][b] = sum;
                apart[b][a] = sum;
            }
        }
        return apart;
    }

    /** Of each subspace of a codebook of 8 bits, which codeword comes at each number, {@code byte[m * 256]}. */
    static byte[] order(float[] codebook, int m, int dsub) {
        byte[] order = new byte[m * WORDS];
        for (int j = 0; j < m; j++) {
            order(codebook, j, dsub, order);
        }
        return order;
    }

    private static void order(float[] codebook, int j, int dsub, byte[] order) {
        CodewordGroups words = new CodewordGroups(distances(codebook, j * WORDS, dsub));
        words.form();
        CodewordGroups fours = new CodewordGroups(words.betweenGroups());
        fours.form();
        int[] number = fours.numbers();
        int[] sizes = new int[GROUPS];
        for (int a = 0; a < WORDS; a++) {
            int g = number[words.group[a]];
            order[j * WORDS + g + GROUPS * sizes[g]++] = (byte) a;
        }
    }

    private void form() {
        gather();
        int round = 0;
        while (round < ROUNDS && swap()) {
            round++;
        }
    }

    /** For each item a number, such that those of one group follow one another. */
    private int[] numbers() {
        int[] numbers = new int[count];
        int[] sizes = new int[groups];
        for (int a = 0; a < count; a++) {
            numbers[a] = EACH * group[a] + sizes[group[a]]++;
        }
        return numbers;
    }

    private double[][] betweenGroups() {
        double[][] sums = new double[groups][groups];
        for (int a = 0; a < count; a++) {
            for (int b = 0; b < count; b++) {
                sums[group[a]][group[b]] += group[a] == group[b] ? 0 : apart[a][b];
            }
        }
        return sums;
    }

    /** Whether the codewords of a codebook are numbered so, in most subspaces. */
    static boolean areTight(float[] codebook, int m, int dsub) {
        int tight = 0;
        for (int j = 0; j < m; j++) {
            double[][] apart = distances(codebook, j * WORDS, dsub);
            double within = 0;
            double all = 0;
            for (int a = 0; a < WORDS; a++) {
                for (int b = 0; b < a; b++) {
                    all += apart[a][b];
                    within += (a - b) % GROUPS == 0 ? apart[a][b] : 0;
                }
            }
            double pairs = WORDS * (EACH - 1) / 2.0;
            tight += within / pairs <= TIGHT * all / (WORDS * (WORDS - 1) / 2.0) ? 1 : 0;
        }
        return 2 * tight > m;
    }

    /** Each group is one and the nearest that are left; the farthest from all others chooses first. */
    private void gather() {
        double[] spread = new double[count];
        for (int a = 0; a < count; a++) {
            spread[a] = Arrays.stream(apart[a]).sum();
        }
        Arrays.fill(group, -1);
        for (int g = 0; g < groups; g++) {
            int seed = -1;
            for (int a = 0; a < count; a++) {
                if (group[a] < 0 && (seed < 0 || spread[a] > spread[seed])) {
                    seed = a;
                }
            }
            group[seed] = g;
            for (int i = 1; i < EACH; i++) {
                int nearest = -1;
                for (int a = 0; a < count; a++) {
                    if (group[a] < 0 && (nearest < 0 || apart[seed][a] < apart[seed][nearest])) {
                        nearest = a;
                    }
                }
                group[nearest] = g;
            }
        }
    }

    /** Lets each change places with that which brings most. Returns whether one did. */
    private boolean swap() {
        double[][] toGroup = new double[count][groups];
        for (int a = 0; a < count; a++) {
            for (int b = 0; b < count; b++) {
                toGroup[a][group[b]] += apart[a][b];
            }
        }
        boolean changed = false;
        for (int a = 0; a < count; a++) {
            int other = -1;
            double least = -1e-9 * toGroup[a][group[a]];
            for (int b = 0; b < count; b++) {
                double change = group[a] == group[b] ? 0 : toGroup[a][group[b]] + toGroup[b][group[a]] - 2 * apart[a][b]
                        - toGroup[a][group[a]] - toGroup[b][group[b]];
                if (change < least) {
                    least = change;
                    other = b;
                }
            }
            if (other >= 0) {
                exchange(a, other, toGroup);
                changed = true;
            }
        }
        return changed;
    }

    private void exchange(int a, int b, double[][] toGroup) {
        int from = group[a];
        int to = group[b];
        for (int c = 0; c < count; c++) {
            double change = apart[c][b] - apart[c][a];
            toGroup[c][from] += change;
            toGroup[c][to] -= change;
        }
        group[a] = to;
        group[b] = from;
    }
}

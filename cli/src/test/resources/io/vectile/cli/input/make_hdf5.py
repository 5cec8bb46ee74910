"""Writes the HDF5 fixtures beside it with h5py (Debian: python3-h5py), the way ann-benchmarks writes its data sets.

Row i of train has the value i + j / 4 at column j, row q of test the negative; neighbors has 10 q + j.
"""
import h5py
import numpy as np

i, q = np.arange(40)[:, None], np.arange(3)[:, None]
train = (i + np.arange(6) / 4).astype(np.float32)
test = -(q + np.arange(6) / 4).astype(np.float32)
neighbors = (10 * q + np.arange(5)).astype(np.int32)

with h5py.File("as-ann-benchmarks.hdf5", "w") as f:
    f.attrs["type"], f.attrs["distance"], f.attrs["dimension"], f.attrs["point_type"] = "dense", "euclidean", 6, "float"
    f.create_dataset("train", data=train)
    f.create_dataset("test", data=test)
    f.create_dataset("neighbors", data=neighbors)
    f.create_dataset("distances", data=np.zeros((3, 5), np.float32))

with h5py.File("other-layouts.h5", "w", userblock_size=512) as f:
    f.create_dataset("train", data=train.astype(">f4"), chunks=(7, 4), compression="gzip", shuffle=True)
    f.create_dataset("test", data=test.astype(np.float64))
    f.create_dataset("neighbors", data=neighbors.astype(np.int64), chunks=(2, 5))

with h5py.File("user-block.h5", "w", userblock_size=1024) as f:
    f.create_dataset("train", data=train)
    f.create_dataset("test", data=(i % 256).astype(np.uint8) + np.arange(250, 256, dtype=np.uint8)[None, :])
    f.create_dataset("neighbors", data=np.zeros((3, 5), np.float32))

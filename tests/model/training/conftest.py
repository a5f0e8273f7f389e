"""Data folders made up for the tests of training."""

import zipfile

import cv2
import numpy as np
import pytest


@pytest.fixture
def write_data():
    """A data folder of twelve films of noise."""

    def write(folder):
        generator = np.random.default_rng(0)
        rows = ["file,split,label,source,population,patient,group"]
        with zipfile.ZipFile(folder / "radiographs.zip", "w") as archive:
            for split, count in (("train", 2), ("val", 1)):
                for label in ("healthy", "covid", "bacterial", "viral"):
                    for number in range(count):
                        name = f"{split}/{label}{number}.jpg"
                        film = generator.integers(0, 255, (64, 64), dtype=np.uint8)
                        archive.writestr(name, cv2.imencode(".jpg", film)[1].tobytes())
                        rows.append(f"{name},{split},{label},a,adult,,{name}")
        (folder / "index.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
        return folder

    return write

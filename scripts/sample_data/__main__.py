"""`python -m sample_data FOLDER`: write the sample county to a folder (emptied first)."""

from __future__ import annotations

import sys
from pathlib import Path

from .write_sample import write_sample

write_sample(Path(sys.argv[1]))

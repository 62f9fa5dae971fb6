"""What was reported: files, tables, cells, periods, regions and units become observations."""

from genhe_targets.reading.reader import read

__all__ = ["read"]

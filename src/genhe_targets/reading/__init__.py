"""What was reported: files, tables, cells, periods, regions and units become observations."""

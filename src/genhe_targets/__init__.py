"""Tells, from the statistics a local government reports, whether it keeps a policy plan."""

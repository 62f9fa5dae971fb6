"""Engines: data beyond memory, judged part by part where they lie.

A part holds all figures of some regions; it is judged by exactly the code that judges a report in
memory, so that the verdicts are the same by construction.  Only verdicts, or their counts, and
findings come back.
"""

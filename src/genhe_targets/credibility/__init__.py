"""Can the figures be believed? Checks over time, over regions and within a report.

The checks ask questions and decide nothing: a finding stands beside a verdict and never changes it.
Formulas and defaults follow the handbook of the European statistical system.
"""

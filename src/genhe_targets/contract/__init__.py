"""The contract: what a report must be, as pandera schemas generated from the plan.

Stage one of judging.  A row that fails an error-level check is not usable: its cell becomes
``invalid``, never silently right or wrong.
"""

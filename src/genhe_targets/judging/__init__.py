"""The answer: indicators, rules, time, and the status of every target."""

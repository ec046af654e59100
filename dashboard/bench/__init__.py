"""Benchmarks: what the product promises about fairness and speed, measured.

`truth_city` and the `city_*` modules invent a city whose truth is known to the last digit;
`fairness` compares flag policies on it, `statistics_step` times the estimates,
`ingest_step` weighs an upload against a bare copy.
"""

"""The stateful test: acts in any order, done by the product and by a small model alike.

`model.py` is the partnership in memory, `ground.py` the rows where every run begins, `run.py` how
an act is done and compared; the other files hold the acts, each the product's own.
"""

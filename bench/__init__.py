"""What permission, the dashboard and the annual report cost: `./run bench access`, and so on.

A nation of invented agencies, incidents and people is made in a throw-away database; the product's
own statements are run beside lower bounds, turn by turn in one run, and the ratios are held against
goals. Milliseconds differ between machines and are only told. Nothing here is part of the product.
"""

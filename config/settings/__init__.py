"""The settings of each place the application runs in; the environment is read here alone.

base        what is the same everywhere
dev         `./run` on a laptop
test        `./run test`
production  behind a proxy that ends TLS; a missing secret stops the start with its name
"""

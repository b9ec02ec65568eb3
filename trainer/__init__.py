"""Train, observe, rate and certify internal action learning facilitators."""

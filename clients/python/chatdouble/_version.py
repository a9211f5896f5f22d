"""The version of the program that the package goes with. scripts/pack-wheel writes it."""

version = ""

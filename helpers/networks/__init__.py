"""The lessons' networks: one written out in NumPy, the others in Keras, and their anatomy."""

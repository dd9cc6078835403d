"""Figures: arrays in, a figure out. No Keras and no widgets here."""

"""The questions at the end of each lesson, a module for each; and those before and after all."""

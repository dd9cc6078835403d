"""The exercises' checks: a module for each lesson, built from `helpers.checks.base`."""

"""The exercises' checks: a module for each lesson, built from `helpers.course.checks.base`."""

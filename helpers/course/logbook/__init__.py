"""The logbook: what a learner guessed, bet, voted, solved and answered, in small files.

`helpers.course.logbook.lines` says what a line of it is, `helpers.course.logbook.store` where the
lines are kept. What asks a learner for them is in `helpers.course.forms`.
"""

"""A notebook that was run, made into pages that need no kernel: widgets, formulas, slides."""

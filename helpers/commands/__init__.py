"""One module per command of ``python -m helpers``, each with ``add_arguments`` and ``run``."""

"""What makes the course from its sources: ``python -m tools COMMAND``, in a checkout.

None of it is in the wheel. What is told here of a checkout is told of `ROOT`, unless a command
is given another (``python -m tools --root DIR COMMAND``).
"""

from pathlib import Path

__all__ = ["ROOT"]

#: The checkout that these tools stand in.
ROOT = Path(__file__).resolve().parents[1]

"""What the course costs: seconds, memory, bytes. ``make bench`` measures it all in one table.

A second is worth something only beside another one of the same run on the same machine. So
whatever can be is measured against its naive way, or against what others offer, in turns.
"""

import helpers  # noqa: F401  comes first: TensorFlow starts quietly, and waiting threads yield

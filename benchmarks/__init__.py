"""What the course costs: seconds, memory, bytes. ``make bench`` measures it all in one table.

A second is worth something only beside another one of the same run on the same machine. So
whatever can be is measured against its naive way, or against what others offer, in turns.
"""

from helpers import set_up

set_up()  # TensorFlow starts quietly, threads that wait make room

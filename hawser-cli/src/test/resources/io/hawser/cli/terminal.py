"""Runs a command at a terminal of its own, 24 lines of 80, that is typed at and shown by our streams.

Ends with the command's status; with 99 if the command has left the terminal without echo.
"""

import fcntl
import os
import pty
import select
import struct
import sys
import termios

command, terminal = pty.fork()
if command == 0:
    os.environ["TERM"] = "xterm"
    os.execvp(sys.argv[1], sys.argv[1:])
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))

typing = [0]
while True:
    ready, _, _ = select.select([terminal] + typing, [], [])
    if terminal in ready:
        try:
            shown = os.read(terminal, 65536)
        except OSError:  # Linux: the command has ended
            shown = b""
        if not shown:
            break
        os.write(1, shown)
    elif typing:
        typed = os.read(0, 65536)
        if typed:
            os.write(terminal, typed)
        else:
            typing = []

_, status = os.waitpid(command, 0)
echoes = termios.tcgetattr(terminal)[3] & termios.ECHO
sys.exit(os.waitstatus_to_exitcode(status) if echoes else 99)

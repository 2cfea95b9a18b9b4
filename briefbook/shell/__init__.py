"""The outside world: files, processes, sockets, clocks. Only here and in the command line."""

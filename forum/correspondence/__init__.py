"""Letters that come in: answers, new discussions, words of command, bounces. What goes out is `notifications`."""

"""The network that answers, the engine that serves it, and the gate before it."""

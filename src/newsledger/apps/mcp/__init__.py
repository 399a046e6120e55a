"""A ledger as tools for agents, by the Model Context Protocol: read-only, every answer tied to its exact words."""

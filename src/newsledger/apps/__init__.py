"""What people start: the command line, and later the web app and the MCP server."""

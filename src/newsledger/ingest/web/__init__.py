"""The web as an input: pages, feeds and sitemaps, fetched politely and from public addresses only.

Nothing here is imported, and no connection is made, unless an input is a URL or a feed is watched.
"""

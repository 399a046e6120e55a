"""Makes the docs site's pages: ``python -m docs.making`` gathers them in ``build/docs``, ``make docs`` builds the site."""

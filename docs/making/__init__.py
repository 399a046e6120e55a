"""Makes the pages of the docs site: ``python -m docs.making`` gathers them in ``build/docs`` for ``make docs``."""

"""Views of lists under a name: what narrows them, their columns, order, density and layout."""

"""vCard 2.1, 3.0 and 4.0 as devices write them: lines, properties, cards, what a card says."""

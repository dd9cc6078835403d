"""What belongs to these lessons alone: checks, recipes, the records that they ship, the bet."""

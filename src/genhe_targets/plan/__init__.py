"""What is required: the plan as data, loaded from files, with every problem at once."""

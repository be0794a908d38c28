"""How the built-in model is made: from folders of pictures to a model folder that transformers loads."""

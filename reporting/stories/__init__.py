"""Stories of people: written, approved, told while they agree, and withdrawn from every copy."""

"""Long work in short steps that may die anywhere: imports, exports, merges, erasing."""

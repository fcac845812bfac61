# The rows of a case stand apart from the pure part, so that who only reads and merges files links no database.
add_folder(chronology_case
  SOURCES operations.cpp rows.cpp pages.cpp
  NEEDS chronology identity case_file people organisation html http text
  DB_TESTS tests/stored_rows_test.cpp)

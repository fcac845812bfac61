# Sealed storage stands apart from the readers and the children, so that who only keeps files links nothing else.
add_folder(document_storage
  SOURCES storage.cpp
  NEEDS db crypto base
  DB_TESTS tests/storage_test.cpp)
if(TARGET document_storage_db_test)
  target_link_libraries(document_storage_db_test PRIVATE db_testing)
endif()

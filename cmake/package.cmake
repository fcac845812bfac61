# The Debian package, made by script/package: the program, its unit, its settings, its manual. Only CPack's DEB.
set(debian ${PROJECT_SOURCE_DIR}/packaging/debian)
set(documents /usr/share/doc/throughline)

# Debian's manuals and changelogs are packed; without a time inside, so that the same source gives the same bytes.
set(packed ${CMAKE_BINARY_DIR}/packed)
file(MAKE_DIRECTORY ${packed})
function(pack source name)
  add_custom_command(OUTPUT ${packed}/${name}
    COMMAND gzip -9nc ${source} > ${packed}/${name} DEPENDS ${source} VERBATIM)
endfunction()
pack(${debian}/throughline.1 throughline.1.gz)
pack(${PROJECT_SOURCE_DIR}/CHANGELOG.md changelog.gz)
add_custom_target(packed ALL DEPENDS ${packed}/throughline.1.gz ${packed}/changelog.gz)

install(TARGETS throughline DESTINATION /usr/bin)
install(PROGRAMS ${debian}/throughline-installation DESTINATION /usr/sbin)
install(FILES ${debian}/throughline.service DESTINATION /lib/systemd/system)
install(FILES ${debian}/throughline.default DESTINATION /etc/default RENAME throughline)
install(FILES ${packed}/throughline.1.gz DESTINATION /usr/share/man/man1)
install(FILES ${packed}/changelog.gz ${debian}/copyright ${PROJECT_SOURCE_DIR}/docs/operations.md DESTINATION ${documents})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/packaging/proxy DESTINATION ${documents})
# What is compiled from headers is no package that the installed one depends on: its terms go along. Boost asks for none.
foreach(headers libcli11-dev nlohmann-json3-dev libhowardhinnant-date-dev libfmt-dev libspdlog-dev)
  install(FILES /usr/share/doc/${headers}/copyright DESTINATION ${documents}/headers RENAME ${headers} OPTIONAL)
endforeach()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME throughline)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "child safeguarding practice reviews, from the incident to changed practice")
set(CPACK_PACKAGE_DESCRIPTION "A web service for safeguarding partnerships in England: the notification, the rapid review,
the local child safeguarding practice review, the recommendation, the action and
the proof that practice changed, on one thread.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "The Throughline maintainers <maintainers@throughline.invalid>")
set(CPACK_DEBIAN_PACKAGE_SECTION web)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS
  "adduser, bubblewrap, poppler-utils, tzdata, fonts-liberation, fonts-roboto-unhinted")
# Without it all works except the PDFs of published reports.
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS chromium)
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "nginx | caddy, postgresql")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${debian}/postinst ${debian}/prerm ${debian}/postrm ${debian}/conffiles)
include(CPack)

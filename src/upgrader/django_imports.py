"""What Django's modules only imported, and do not import any more: where it is.

Written from the releases themselves, by ``bench/vanished.py --table``: every name that a module of some release from 1.11
on passed on without defining it, that 6.1 does not have there, and that no other rule reports. A block for each first
release without the names; a row has the module, the one to import from (``-``: they are modules themselves), and the names,
``old=new`` where it is called otherwise there.
"""

from __future__ import annotations

_PASSED_ON = """
2.0:
  django.apps.config django.utils._os upath
  django.apps.registry django.utils lru_cache
  django.conf.urls django.core.exceptions ImproperlyConfigured
  django.conf.urls django.urls.resolvers LocaleRegexURLResolver RegexURLPattern RegexURLResolver
  django.conf.urls django.utils six
  django.conf.urls django.utils.deprecation RemovedInDjango20Warning
  django.conf.urls importlib import_module
  django.conf.urls.i18n django.conf.urls url
  django.conf.urls.i18n django.urls.resolvers LocaleRegexURLResolver
  django.conf.urls.i18n django.utils lru_cache
  django.conf.urls.static django.conf.urls url
  django.contrib.admin.actions django.utils.encoding force_text
  django.contrib.admin.actions django.utils.translation ugettext_lazy
  django.contrib.admin.filters django.utils.encoding force_text
  django.contrib.admin.helpers - warnings
  django.contrib.admin.helpers django.utils six
  django.contrib.admin.helpers django.utils.deprecation RemovedInDjango20Warning
  django.contrib.admin.helpers django.utils.translation ugettext
  django.contrib.admin.models django.utils.encoding force_text python_2_unicode_compatible
  django.contrib.admin.models django.utils.translation ugettext
  django.contrib.admin.options django.utils six
  django.contrib.admin.options django.utils.encoding python_2_unicode_compatible
  django.contrib.admin.options django.utils.translation ungettext
  django.contrib.admin.sites django.utils six
  django.contrib.admin.sites django.utils.translation ugettext_lazy
  django.contrib.admin.templatetags.admin_list - warnings
  django.contrib.admin.templatetags.admin_list django.utils.deprecation RemovedInDjango20Warning
  django.contrib.admin.templatetags.admin_list django.utils.encoding force_text
  django.contrib.admin.utils django.utils six
  django.contrib.admin.utils django.utils.encoding force_str
  django.contrib.admin.utils django.utils.translation ungettext
  django.contrib.admin.views.main - sys
  django.contrib.admin.views.main django.utils six
  django.contrib.admin.views.main django.utils.encoding force_text
  django.contrib.admin.views.main django.utils.translation ugettext
  django.contrib.admin.widgets django.utils six
  django.contrib.admindocs.middleware django http
  django.contrib.admindocs.urls django.conf.urls url
  django.contrib.admindocs.utils django.utils six
  django.contrib.auth.admin django.conf.urls url
  django.contrib.auth.admin django.utils.encoding force_text
  django.contrib.auth.admin django.utils.translation ugettext
  django.contrib.auth.base_user django.utils.deprecation CallableFalse CallableTrue
  django.contrib.auth.base_user django.utils.encoding force_text python_2_unicode_compatible
  django.contrib.auth.decorators django.utils six
  django.contrib.auth.forms django.utils.six PY3
  django.contrib.auth.forms django.utils.translation ugettext
  django.contrib.auth.hashers django.utils lru_cache
  django.contrib.auth.management django.utils six
  django.contrib.auth.management django.utils.encoding DEFAULT_LOCALE_ENCODING
  django.contrib.auth.management.commands.changepassword django.utils.encoding force_str
  django.contrib.auth.management.commands.createsuperuser django.utils.encoding force_str
  django.contrib.auth.management.commands.createsuperuser django.utils.six.moves input
  django.contrib.auth.mixins django.utils six
  django.contrib.auth.mixins django.utils.encoding force_text
  django.contrib.auth.models django.contrib.auth.validators ASCIIUsernameValidator
  django.contrib.auth.models django.utils six
  django.contrib.auth.models django.utils.deprecation CallableFalse CallableTrue
  django.contrib.auth.models django.utils.encoding python_2_unicode_compatible
  django.contrib.auth.password_validation django.utils lru_cache
  django.contrib.auth.password_validation django.utils._os upath
  django.contrib.auth.password_validation django.utils.encoding force_text
  django.contrib.auth.password_validation django.utils.six string_types text_type
  django.contrib.auth.password_validation django.utils.translation ungettext
  django.contrib.auth.tokens django.utils six
  django.contrib.auth.urls django.conf.urls url
  django.contrib.auth.validators django.utils six
  django.contrib.auth.views - functools
  django.contrib.auth.views django.utils.deprecation RemovedInDjango20Warning
  django.contrib.auth.views django.utils.encoding force_text
  django.contrib.contenttypes.checks django.utils six
  django.contrib.contenttypes.fields django.utils.encoding force_text python_2_unicode_compatible
  django.contrib.contenttypes.management django.utils six
  django.contrib.contenttypes.management.commands.remove_stale_contenttypes django.utils six
  django.contrib.contenttypes.management.commands.remove_stale_contenttypes django.utils.six.moves input
  django.contrib.contenttypes.models django.utils.encoding force_text python_2_unicode_compatible
  django.contrib.contenttypes.views django http
  django.contrib.flatpages.forms django.utils.translation ugettext
  django.contrib.flatpages.models django.utils.encoding python_2_unicode_compatible
  django.contrib.flatpages.urls django.conf.urls url
  django.contrib.gis.admin.widgets django.utils six
  django.contrib.gis.db.backends.base.features functools partial
  django.contrib.gis.db.backends.base.models django.utils six
  django.contrib.gis.db.backends.base.models django.utils.encoding python_2_unicode_compatible
  django.contrib.gis.db.backends.mysql.operations django.contrib.gis.db.models GeometryField
  django.contrib.gis.db.backends.oracle.adapter django.utils.six.moves range
  django.contrib.gis.db.backends.oracle.introspection - sys
  django.contrib.gis.db.backends.oracle.introspection django.utils six
  django.contrib.gis.db.backends.oracle.models django.utils.encoding python_2_unicode_compatible
  django.contrib.gis.db.backends.oracle.operations django.contrib.gis.geometry.backend Geometry
  django.contrib.gis.db.backends.oracle.operations django.utils six
  django.contrib.gis.db.backends.postgis.adapter django.contrib.gis.geometry.backend Geometry
  django.contrib.gis.db.backends.postgis.models django.utils.encoding python_2_unicode_compatible
  django.contrib.gis.db.backends.postgis.operations django.contrib.gis.db.backends.postgis.pgraster get_pgraster_srid to_pgraster
  django.contrib.gis.db.backends.postgis.operations django.utils six
  django.contrib.gis.db.backends.spatialite.base - sys
  django.contrib.gis.db.backends.spatialite.base django.db.backends.sqlite3.base Database SQLiteCursorWrapper
  django.contrib.gis.db.backends.spatialite.base django.utils six
  django.contrib.gis.db.backends.spatialite.introspection django.utils six
  django.contrib.gis.db.backends.spatialite.models django.utils.encoding python_2_unicode_compatible
  django.contrib.gis.db.backends.spatialite.operations - re sys
  django.contrib.gis.db.backends.spatialite.operations django.contrib.gis.geometry.backend Geometry
  django.contrib.gis.db.backends.spatialite.operations django.utils six
  django.contrib.gis.db.models - collections hashlib itertools
  django.contrib.gis.db.models django.db.models.fields DateTimeCheckMixin DeferredAttribute DictWrapper LOOKUP_SEP
  django.contrib.gis.db.models django.db.models.fields PositiveIntegerRelDbTypeMixin Promise RegisterLookupMixin apps
  django.contrib.gis.db.models django.db.models.fields b64decode b64encode cached_property capfirst checks
  django.contrib.gis.db.models django.db.models.fields clean_ipv6_address connection connections copy datetime decimal
  django.contrib.gis.db.models django.db.models.fields duration_string exceptions forms parse_date parse_datetime
  django.contrib.gis.db.models django.db.models.fields parse_duration parse_time return_None router settings timezone
  django.contrib.gis.db.models django.db.models.fields total_ordering uuid validators warnings
  django.contrib.gis.db.models django.db.models.indexes split_identifier
  django.contrib.gis.db.models django.utils six
  django.contrib.gis.db.models django.utils.deprecation RemovedInDjango20Warning warn_about_renamed_method
  django.contrib.gis.db.models django.utils.encoding force_bytes force_text python_2_unicode_compatible smart_text
  django.contrib.gis.db.models django.utils.functional curry
  django.contrib.gis.db.models django.utils.itercompat is_iterable
  django.contrib.gis.db.models.fields django.contrib.gis.db.models.lookups RasterBandTransform gis_lookups
  django.contrib.gis.db.models.fields django.contrib.gis.geometry.backend Geometry GeometryException
  django.contrib.gis.db.models.fields django.db.models.expressions Expression
  django.contrib.gis.db.models.fields django.utils six
  django.contrib.gis.db.models.functions django.contrib.gis.db.models.fields RasterField
  django.contrib.gis.db.models.functions django.contrib.gis.geometry.backend Geometry
  django.contrib.gis.db.models.functions django.contrib.gis.measure AreaMeasure=Area DistanceMeasure=Distance
  django.contrib.gis.db.models.functions django.utils six
  django.contrib.gis.db.models.lookups django.core.exceptions FieldDoesNotExist
  django.contrib.gis.db.models.lookups django.db.models.constants LOOKUP_SEP
  django.contrib.gis.db.models.lookups django.db.models.expressions Col
  django.contrib.gis.db.models.lookups django.utils six
  django.contrib.gis.db.models.manager - warnings
  django.contrib.gis.db.models.manager django.contrib.gis.db.models.query GeoQuerySet
  django.contrib.gis.db.models.manager django.db.models.manager Manager
  django.contrib.gis.db.models.manager django.utils.deprecation RemovedInDjango20Warning
  django.contrib.gis.db.models.proxy django.utils six
  django.contrib.gis.db.models.query - warnings
  django.contrib.gis.db.models.query django.contrib.gis.db.models.fields GeometryField LineStringField PointField
  django.contrib.gis.db.models.query django.contrib.gis.db.models.fields get_srid_info
  django.contrib.gis.db.models.query django.contrib.gis.db.models.lookups GISLookup
  django.contrib.gis.db.models.query django.contrib.gis.db.models.sql AreaField DistanceField
  django.contrib.gis.db.models.query django.contrib.gis.db.models.sql.conversion GMLField GeomField
  django.contrib.gis.db.models.query django.contrib.gis.geometry.backend Geometry
  django.contrib.gis.db.models.query django.contrib.gis.measure Area Distance
  django.contrib.gis.db.models.query django.db connections
  django.contrib.gis.db.models.query django.db.models.constants LOOKUP_SEP
  django.contrib.gis.db.models.query django.db.models.expressions RawSQL
  django.contrib.gis.db.models.query django.db.models.fields Field
  django.contrib.gis.db.models.query django.db.models.query QuerySet
  django.contrib.gis.db.models.query django.utils six
  django.contrib.gis.db.models.query django.utils.deprecation RemovedInDjango20Warning
  django.contrib.gis.db.models.sql django.contrib.gis.db.models.sql.conversion GMLField GeomField
  django.contrib.gis.db.models.sql.conversion django.contrib.gis.db.models.fields GeoSelectFormatMixin
  django.contrib.gis.db.models.sql.conversion django.contrib.gis.geometry.backend Geometry
  django.contrib.gis.forms.widgets django.utils six
  django.contrib.gis.gdal.datasource django.contrib.gis.gdal.error OGRIndexError
  django.contrib.gis.gdal.datasource django.utils six
  django.contrib.gis.gdal.datasource django.utils.six.moves range
  django.contrib.gis.gdal.driver django.utils six
  django.contrib.gis.gdal.feature django.contrib.gis.gdal.error OGRIndexError
  django.contrib.gis.gdal.feature django.utils six
  django.contrib.gis.gdal.feature django.utils.six.moves range
  django.contrib.gis.gdal.geometries django.contrib.gis.gdal.error OGRIndexError
  django.contrib.gis.gdal.geometries django.utils six
  django.contrib.gis.gdal.geometries django.utils.six.moves range
  django.contrib.gis.gdal.geomtype django.utils six
  django.contrib.gis.gdal.layer django.contrib.gis.gdal.error OGRIndexError
  django.contrib.gis.gdal.layer django.utils six
  django.contrib.gis.gdal.layer django.utils.six.moves range
  django.contrib.gis.gdal.prototypes.errcheck django.utils six
  django.contrib.gis.gdal.raster.band django.contrib.gis.gdal.base GDALBase
  django.contrib.gis.gdal.raster.band django.utils six
  django.contrib.gis.gdal.raster.band django.utils.six.moves range
  django.contrib.gis.gdal.raster.source django.contrib.gis.gdal.base GDALBase
  django.contrib.gis.gdal.raster.source django.utils six
  django.contrib.gis.gdal.raster.source django.utils.encoding python_2_unicode_compatible
  django.contrib.gis.gdal.srs django.utils six
  django.contrib.gis.geoip2.base django.core.validators ipv4_re
  django.contrib.gis.geoip2.base django.utils six
  django.contrib.gis.geoip2.base django.utils.ipv6 is_valid_ipv6_address
  django.contrib.gis.geometry.backend django.conf settings
  django.contrib.gis.geometry.backend django.core.exceptions ImproperlyConfigured
  django.contrib.gis.geometry.backend importlib import_module
  django.contrib.gis.geometry.backend.geos django.contrib.gis.geos Geometry=GEOSGeometry GeometryException=GEOSException
  django.contrib.gis.geometry.regex - re
  django.contrib.gis.geos django.contrib.gis.geos.libgeos geos_version_info
  django.contrib.gis.geos.collections - json warnings
  django.contrib.gis.geos.collections django.contrib.gis.geos.libgeos geos_version_info get_pointer_arr
  django.contrib.gis.geos.collections django.utils.deprecation RemovedInDjango20Warning
  django.contrib.gis.geos.collections django.utils.six.moves range
  django.contrib.gis.geos.coordseq django.utils.six.moves range
  django.contrib.gis.geos.factory django.utils six
  django.contrib.gis.geos.geometry - json warnings
  django.contrib.gis.geos.geometry django.utils six
  django.contrib.gis.geos.geometry django.utils.deprecation RemovedInDjango20Warning
  django.contrib.gis.geos.libgeos - re
  django.contrib.gis.geos.libgeos django.contrib.gis.geos.error GEOSException
  django.contrib.gis.geos.linestring django.utils.six.moves range
  django.contrib.gis.geos.mutable_list django.utils six
  django.contrib.gis.geos.mutable_list django.utils.six.moves range
  django.contrib.gis.geos.point - warnings
  django.contrib.gis.geos.point django.utils six
  django.contrib.gis.geos.point django.utils.deprecation RemovedInDjango20Warning
  django.contrib.gis.geos.point django.utils.six.moves range
  django.contrib.gis.geos.polygon django.contrib.gis.geos.libgeos get_pointer_arr
  django.contrib.gis.geos.polygon django.utils six
  django.contrib.gis.geos.polygon django.utils.six.moves range
  django.contrib.gis.geos.prototypes django.contrib.gis.geos.prototypes.geom from_hex from_wkb from_wkt to_hex to_wkb
  django.contrib.gis.geos.prototypes django.contrib.gis.geos.prototypes.geom to_wkt
  django.contrib.gis.geos.prototypes django.contrib.gis.geos.prototypes.topology geos_cascaded_union
  django.contrib.gis.geos.prototypes.geom django.contrib.gis.geos.prototypes.errcheck check_zero
  django.contrib.gis.geos.prototypes.io ctypes c_char
  django.contrib.gis.geos.prototypes.io django.contrib.gis.geos.libgeos geos_version_info
  django.contrib.gis.geos.prototypes.io django.utils six
  django.contrib.gis.geos.prototypes.misc django.utils.six.moves range
  django.contrib.gis.geos.prototypes.predicates ctypes c_char
  django.contrib.gis.geos.prototypes.prepared ctypes c_char
  django.contrib.gis.measure django.utils six
  django.contrib.gis.utils.layermapping django.utils six
  django.contrib.gis.utils.ogrinspect django.utils six
  django.contrib.gis.utils.ogrinspect django.utils.six.moves zip
  django.contrib.gis.utils.wkt - warnings
  django.contrib.gis.utils.wkt django.utils six
  django.contrib.gis.utils.wkt django.utils.deprecation RemovedInDjango20Warning
  django.contrib.humanize.templatetags.humanize django.utils.encoding force_text
  django.contrib.humanize.templatetags.humanize django.utils.translation ungettext
  django.contrib.messages.storage.base django.utils.encoding force_text python_2_unicode_compatible
  django.contrib.messages.storage.cookie django.utils six
  django.contrib.messages.storage.session django.utils six
  django.contrib.postgres.fields.array django.utils six
  django.contrib.postgres.fields.hstore django.utils six
  django.contrib.postgres.fields.hstore django.utils.encoding force_text
  django.contrib.postgres.fields.ranges django.utils six
  django.contrib.postgres.forms django.utils six
  django.contrib.postgres.forms.array django.utils six
  django.contrib.postgres.forms.hstore django.utils six
  django.contrib.postgres.forms.jsonb django.utils six
  django.contrib.postgres.lookups django.utils.encoding force_text
  django.contrib.postgres.signals django.utils six
  django.contrib.postgres.validators django.utils.translation ungettext_lazy
  django.contrib.redirects.middleware django http
  django.contrib.redirects.models django.utils.encoding python_2_unicode_compatible
  django.contrib.sessions.backends.base django.utils.encoding force_text
  django.contrib.sessions.backends.cache django.utils.six.moves range
  django.contrib.sessions.backends.cached_db django.utils.encoding force_text
  django.contrib.sessions.backends.db django.utils.encoding force_text
  django.contrib.sessions.backends.file - errno
  django.contrib.sessions.backends.file django.utils.encoding force_text
  django.contrib.sessions.base_session django.utils.encoding python_2_unicode_compatible
  django.contrib.sites.models django.utils.encoding python_2_unicode_compatible
  django.contrib.sites.requests django.utils.encoding python_2_unicode_compatible
  django.contrib.staticfiles.finders django.utils lru_cache six
  django.contrib.staticfiles.management.commands.collectstatic django.utils.encoding force_text
  django.contrib.staticfiles.management.commands.collectstatic django.utils.six.moves input
  django.contrib.staticfiles.management.commands.findstatic django.utils.encoding force_text
  django.contrib.staticfiles.storage django.utils.encoding force_text
  django.contrib.staticfiles.storage django.utils.six iteritems
  django.contrib.staticfiles.storage django.utils.six.moves range
  django.contrib.staticfiles.views django.utils.six.moves.urllib.parse unquote
  django.contrib.syndication.views django.utils six
  django.contrib.syndication.views django.utils.encoding force_text
  django.core.cache.backends.base django.core.exceptions DjangoRuntimeWarning
  django.core.cache.backends.db django.utils six
  django.core.cache.backends.filebased - errno io
  django.core.cache.backends.memcached django.utils six
  django.core.cache.backends.memcached django.utils.encoding force_str
  django.core.cache.utils django.utils.http urlquote
  django.core.checks.compatibility.django_1_10 django.conf global_settings settings
  django.core.checks.compatibility.django_1_10 django.core.checks Tags Warning register
  django.core.checks.compatibility.django_1_8_0 django.conf settings
  django.core.checks.compatibility.django_1_8_0 django.core.checks Tags Warning register
  django.core.checks.messages django.utils.encoding force_str python_2_unicode_compatible
  django.core.checks.security.base django.core.checks.utils patch_middleware_message
  django.core.checks.security.csrf django.core.checks.utils patch_middleware_message
  django.core.checks.security.sessions django.core.checks.utils patch_middleware_message
  django.core.checks.templates django.utils six
  django.core.checks.urls django.utils six
  django.core.checks.utils - copy
  django.core.checks.utils django.conf settings
  django.core.exceptions django.utils six
  django.core.exceptions django.utils.encoding force_text
  django.core.files.base django.utils six
  django.core.files.base django.utils.encoding force_bytes force_str force_text python_2_unicode_compatible
  django.core.files.storage - errno
  django.core.files.storage django.utils._os abspathu
  django.core.files.storage django.utils.deprecation RemovedInDjango20Warning
  django.core.files.storage django.utils.encoding force_text
  django.core.files.uploadedfile - errno
  django.core.files.uploadedfile django.utils.encoding force_str
  django.core.files.uploadhandler django.utils.encoding python_2_unicode_compatible
  django.core.handlers.base - sys warnings
  django.core.handlers.base django.core signals
  django.core.handlers.base django.core.handlers.exception handle_uncaught_exception
  django.core.handlers.base django.urls get_urlconf
  django.core.handlers.base django.utils six
  django.core.handlers.base django.utils.deprecation RemovedInDjango20Warning
  django.core.handlers.exception - warnings
  django.core.handlers.exception django.utils.decorators available_attrs
  django.core.handlers.exception django.utils.deprecation RemovedInDjango20Warning
  django.core.handlers.exception django.utils.encoding force_text
  django.core.handlers.wsgi django http
  django.core.handlers.wsgi django.utils six
  django.core.handlers.wsgi django.utils.encoding force_str force_text
  django.core.mail.backends.console django.utils six
  django.core.mail.backends.filebased django.utils six
  django.core.mail.message - random time
  django.core.mail.message django.utils six
  django.core.management django.utils lru_cache six
  django.core.management django.utils._os npath upath
  django.core.management.base django.db.migrations.exceptions MigrationSchemaMissing
  django.core.management.base django.utils.encoding force_str
  django.core.management.color django.utils lru_cache
  django.core.management.commands.compilemessages django.utils._os npath upath
  django.core.management.commands.createcachetable django.utils.encoding force_text
  django.core.management.commands.flush - sys
  django.core.management.commands.flush django.db transaction
  django.core.management.commands.flush django.utils six
  django.core.management.commands.flush django.utils.six.moves input
  django.core.management.commands.inspectdb django.utils.encoding force_text
  django.core.management.commands.loaddata django.utils lru_cache
  django.core.management.commands.loaddata django.utils._os upath
  django.core.management.commands.loaddata django.utils.encoding force_text
  django.core.management.commands.loaddata django.utils.glob glob_escape
  django.core.management.commands.makemessages - io
  django.core.management.commands.makemessages django.utils._os upath
  django.core.management.commands.makemessages django.utils.encoding force_str
  django.core.management.commands.makemigrations - io
  django.core.management.commands.makemigrations django.utils.deprecation RemovedInDjango20Warning
  django.core.management.commands.makemigrations django.utils.six iteritems
  django.core.management.commands.makemigrations django.utils.six.moves zip
  django.core.management.commands.runserver django.utils six
  django.core.management.commands.runserver django.utils.encoding force_text get_system_encoding
  django.core.management.commands.shell - warnings
  django.core.management.commands.shell django.utils.deprecation RemovedInDjango20Warning
  django.core.management.commands.squashmigrations - io
  django.core.management.commands.squashmigrations django.utils six
  django.core.management.commands.startapp django.core.management.base CommandError
  django.core.management.commands.startapp importlib import_module
  django.core.management.commands.startproject django.core.management.base CommandError
  django.core.management.commands.startproject importlib import_module
  django.core.management.templates - errno io sys
  django.core.management.templates django.utils six
  django.core.management.utils django.utils six
  django.core.paginator django.utils six
  django.core.serializers django.utils six
  django.core.serializers.base django.utils six
  django.core.serializers.json - sys
  django.core.serializers.json django.utils six
  django.core.serializers.json django.utils.deprecation CallableBool
  django.core.serializers.python django.conf settings
  django.core.serializers.python django.utils six
  django.core.serializers.python django.utils.encoding force_text
  django.core.serializers.pyyaml - sys
  django.core.serializers.pyyaml django.utils six
  django.core.serializers.xml_serializer collections OrderedDict
  django.core.serializers.xml_serializer django.utils.encoding force_text
  django.core.servers.basehttp django.utils six
  django.core.signing django.utils.encoding force_str force_text
  django.core.validators django.utils six
  django.core.validators django.utils.translation ungettext_lazy
  django.db.backends.base.base django.utils.six.moves thread=_thread
  django.db.backends.base.creation django.utils.six.moves input
  django.db.backends.base.operations django.utils six
  django.db.backends.base.operations django.utils.deprecation RemovedInDjango20Warning
  django.db.backends.base.schema django.utils six
  django.db.backends.mysql.base - datetime sys warnings
  django.db.backends.mysql.base MySQLdb.converters Thing2Literal
  django.db.backends.mysql.base django.conf settings
  django.db.backends.mysql.base django.utils six timezone
  django.db.backends.mysql.base django.utils.deprecation RemovedInDjango20Warning
  django.db.backends.mysql.base django.utils.encoding force_str
  django.db.backends.mysql.base django.utils.safestring SafeBytes SafeText
  django.db.backends.mysql.features django.db.backends.mysql.base Database
  django.db.backends.mysql.introspection django.utils.encoding force_text
  django.db.backends.mysql.operations django.utils six
  django.db.backends.oracle.base - sys warnings
  django.db.backends.oracle.base django.utils six timezone
  django.db.backends.oracle.base django.utils.deprecation RemovedInDjango20Warning
  django.db.backends.oracle.creation django.utils.six.moves input
  django.db.backends.oracle.introspection django.utils.encoding force_text
  django.db.backends.oracle.operations django.utils six
  django.db.backends.oracle.operations django.utils.encoding force_text
  django.db.backends.oracle.schema django.utils six
  django.db.backends.postgresql.base django.db.backends.postgresql.version get_version
  django.db.backends.postgresql.base django.utils six
  django.db.backends.postgresql.base django.utils.encoding force_str
  django.db.backends.postgresql.base django.utils.safestring SafeBytes
  django.db.backends.postgresql.client django.utils.six print_
  django.db.backends.postgresql.introspection django.utils.encoding force_text
  django.db.backends.postgresql.version - re
  django.db.backends.sqlite3.base django.conf settings
  django.db.backends.sqlite3.base django.utils six
  django.db.backends.sqlite3.base django.utils.deprecation RemovedInDjango20Warning
  django.db.backends.sqlite3.base django.utils.encoding force_text
  django.db.backends.sqlite3.base django.utils.safestring SafeBytes
  django.db.backends.sqlite3.creation django.utils.encoding force_text
  django.db.backends.sqlite3.creation django.utils.six.moves input
  django.db.backends.sqlite3.features django.utils six
  django.db.backends.sqlite3.operations django.db.backends backend_utils=utils
  django.db.backends.sqlite3.operations django.utils six
  django.db.backends.sqlite3.schema django.utils six
  django.db.migrations.autodetector django.utils six
  django.db.migrations.exceptions django.utils.encoding python_2_unicode_compatible
  django.db.migrations.graph - sys
  django.db.migrations.graph collections deque
  django.db.migrations.graph django.utils six
  django.db.migrations.graph django.utils.encoding python_2_unicode_compatible
  django.db.migrations.loader django.utils six
  django.db.migrations.migration django.utils.encoding python_2_unicode_compatible
  django.db.migrations.operations.models django.utils six
  django.db.migrations.operations.special django.utils six
  django.db.migrations.questioner django.utils six
  django.db.migrations.questioner django.utils.six.moves input
  django.db.migrations.recorder django.utils.encoding python_2_unicode_compatible
  django.db.migrations.serializer django.utils six
  django.db.migrations.serializer django.utils.encoding force_text
  django.db.migrations.serializer importlib import_module
  django.db.migrations.state - warnings
  django.db.migrations.state django.utils six
  django.db.migrations.state django.utils.deprecation RemovedInDjango20Warning
  django.db.migrations.state django.utils.encoding force_text
  django.db.migrations.writer django.utils._os upath
  django.db.migrations.writer django.utils.encoding force_text
  django.db.models - collections hashlib itertools
  django.db.models django.db.models.fields DateTimeCheckMixin DeferredAttribute DictWrapper LOOKUP_SEP
  django.db.models django.db.models.fields PositiveIntegerRelDbTypeMixin Promise RegisterLookupMixin apps b64decode
  django.db.models django.db.models.fields b64encode cached_property capfirst checks clean_ipv6_address connection
  django.db.models django.db.models.fields connections copy datetime decimal duration_string exceptions forms parse_date
  django.db.models django.db.models.fields parse_datetime parse_duration parse_time return_None router settings timezone
  django.db.models django.db.models.fields total_ordering uuid validators warnings
  django.db.models django.db.models.indexes split_identifier
  django.db.models django.utils six
  django.db.models django.utils.deprecation RemovedInDjango20Warning warn_about_renamed_method
  django.db.models django.utils.encoding force_bytes force_text python_2_unicode_compatible smart_text
  django.db.models django.utils.functional curry
  django.db.models django.utils.itercompat is_iterable
  django.db.models.base django.utils six
  django.db.models.base django.utils.deprecation RemovedInDjango20Warning
  django.db.models.base django.utils.encoding python_2_unicode_compatible
  django.db.models.base django.utils.functional curry
  django.db.models.base django.utils.six.moves zip
  django.db.models.deletion django.utils six
  django.db.models.expressions django.db.backends backend_utils=utils
  django.db.models.expressions django.utils six
  django.db.models.fields django.utils six
  django.db.models.fields django.utils.deprecation RemovedInDjango20Warning warn_about_renamed_method
  django.db.models.fields django.utils.encoding python_2_unicode_compatible
  django.db.models.fields django.utils.functional curry
  django.db.models.fields.files - os warnings
  django.db.models.fields.files django.utils six
  django.db.models.fields.files django.utils.deprecation RemovedInDjango20Warning
  django.db.models.fields.files django.utils.encoding force_str force_text
  django.db.models.fields.related django.utils six
  django.db.models.fields.related django.utils.deprecation RemovedInDjango20Warning
  django.db.models.fields.related django.utils.encoding force_text
  django.db.models.fields.related django.utils.functional curry
  django.db.models.fields.related django.utils.lru_cache lru_cache
  django.db.models.fields.related django.utils.version get_docs_version
  django.db.models.fields.related_descriptors django.utils.deprecation RemovedInDjango20Warning
  django.db.models.fields.related_descriptors operator attrgetter
  django.db.models.fields.reverse_related django.utils.deprecation RemovedInDjango20Warning
  django.db.models.fields.reverse_related django.utils.encoding force_text
  django.db.models.functions.datetime django.utils.functional cached_property
  django.db.models.lookups decimal Decimal
  django.db.models.lookups django.db.models.fields DecimalField
  django.db.models.lookups django.utils.deprecation RemovedInDjango20Warning
  django.db.models.lookups django.utils.six.moves range
  django.db.models.manager django.utils six
  django.db.models.manager django.utils.encoding python_2_unicode_compatible
  django.db.models.options django.utils six
  django.db.models.options django.utils.deprecation RemovedInDjango20Warning warn_about_renamed_method
  django.db.models.options django.utils.encoding force_text python_2_unicode_compatible
  django.db.models.options itertools chain
  django.db.models.query - sys
  django.db.models.query collections deque
  django.db.models.query django.utils six
  django.db.models.query django.utils.deprecation RemovedInDjango20Warning
  django.db.models.query_utils django.utils.lru_cache lru_cache
  django.db.models.signals - warnings
  django.db.models.signals django.utils six
  django.db.models.signals django.utils.deprecation RemovedInDjango20Warning
  django.db.models.sql.compiler django.utils.six.moves zip
  django.db.models.sql.query django.db.models.sql.constants QUERY_TERMS
  django.db.models.sql.query django.utils six
  django.db.models.sql.query django.utils.deprecation RemovedInDjango20Warning
  django.db.models.sql.subqueries django.utils six
  django.db.models.utils django.utils six
  django.db.utils django.utils six
  django.db.utils django.utils._os npath upath
  django.dispatch.dispatcher - sys
  django.dispatch.dispatcher django.utils six
  django.dispatch.dispatcher django.utils.deprecation RemovedInDjango20Warning
  django.dispatch.dispatcher django.utils.six.moves range
  django.dispatch.dispatcher weakref WeakMethod
  django.forms.boundfield django.utils six
  django.forms.boundfield django.utils.encoding force_text python_2_unicode_compatible
  django.forms.fields - sys
  django.forms.fields django.utils six
  django.forms.fields django.utils.encoding force_str force_text
  django.forms.fields django.utils.translation ungettext_lazy
  django.forms.forms django.utils six
  django.forms.forms django.utils.encoding python_2_unicode_compatible
  django.forms.formsets django.utils six
  django.forms.formsets django.utils.encoding python_2_unicode_compatible
  django.forms.formsets django.utils.six.moves range
  django.forms.formsets django.utils.translation ungettext
  django.forms.models django.utils six
  django.forms.models django.utils.translation ugettext
  django.forms.renderers django.utils lru_cache
  django.forms.renderers django.utils._os upath
  django.forms.utils - sys
  django.forms.utils django.utils six
  django.forms.utils django.utils.encoding python_2_unicode_compatible
  django.forms.widgets django.utils six
  django.forms.widgets django.utils.deprecation RemovedInDjango20Warning RenameMethodsBase
  django.forms.widgets django.utils.encoding force_str python_2_unicode_compatible
  django.forms.widgets django.utils.six.moves range
  django.forms.widgets django.utils.translation ugettext_lazy
  django.http.cookie django.utils six
  django.http.cookie django.utils.encoding force_str
  django.http.cookie django.utils.six.moves http_cookies
  django.http.multipartparser - sys
  django.http.multipartparser django.utils six
  django.http.request - sys
  django.http.request django.utils six
  django.http.request django.utils.encoding force_str
  django.http.response django.utils six
  django.http.response django.utils.encoding force_str
  django.http.response django.utils.six.moves map
  django.middleware.common django http
  django.middleware.common django.utils.encoding force_text
  django.middleware.csrf django.utils.encoding force_text
  django.middleware.csrf django.utils.six.moves zip
  django.shortcuts django.utils six
  django.shortcuts django.utils.encoding force_text
  django.template django.template.base StringOrigin
  django.template.backends.django - sys
  django.template.backends.django django.utils six
  django.template.backends.dummy - errno io
  django.template.backends.jinja2 - sys
  django.template.backends.jinja2 django.utils six
  django.template.base django.utils six
  django.template.base django.utils.deprecation DeprecationInstanceCheck RemovedInDjango20Warning
  django.template.base django.utils.encoding force_str python_2_unicode_compatible
  django.template.base django.utils.inspect getargspec
  django.template.base django.utils.safestring EscapeData mark_for_escaping
  django.template.base django.utils.translation ugettext_lazy
  django.template.context - warnings
  django.template.context django.utils.deprecation RemovedInDjango20Warning
  django.template.context_processors django.utils.encoding force_text
  django.template.defaultfilters django.utils six
  django.template.defaultfilters django.utils.deprecation RemovedInDjango20Warning
  django.template.defaultfilters django.utils.http urlquote
  django.template.defaultfilters django.utils.safestring mark_for_escaping
  django.template.defaultfilters django.utils.translation ugettext ungettext
  django.template.defaulttags django.utils six
  django.template.defaulttags django.utils.encoding force_text
  django.template.engine django.utils lru_cache six
  django.template.library - warnings
  django.template.library django.utils six
  django.template.library django.utils.deprecation RemovedInDjango20Warning
  django.template.library django.utils.inspect getargspec
  django.template.loader django.utils six
  django.template.loader django.utils.deprecation DeprecationInstanceCheck RemovedInDjango20Warning
  django.template.loader_tags django.utils six
  django.template.loaders.base - warnings
  django.template.loaders.base django.template Origin
  django.template.loaders.base django.utils.deprecation RemovedInDjango20Warning
  django.template.loaders.base django.utils.inspect func_supports_parameter
  django.template.loaders.cached - warnings
  django.template.loaders.cached django.template Origin Template
  django.template.loaders.cached django.utils.deprecation RemovedInDjango20Warning
  django.template.loaders.cached django.utils.encoding force_text
  django.template.loaders.cached django.utils.inspect func_supports_parameter
  django.template.loaders.eggs - warnings
  django.template.loaders.eggs django.apps apps
  django.template.loaders.eggs django.template Origin TemplateDoesNotExist
  django.template.loaders.eggs django.template.loaders.base BaseLoader=Loader
  django.template.loaders.eggs django.utils six
  django.template.loaders.eggs django.utils.deprecation RemovedInDjango20Warning
  django.template.loaders.filesystem - errno io warnings
  django.template.loaders.filesystem django.utils.deprecation RemovedInDjango20Warning
  django.template.loaders.locmem - warnings
  django.template.loaders.locmem django.utils.deprecation RemovedInDjango20Warning
  django.template.response django.utils six
  django.template.utils django.utils lru_cache
  django.template.utils django.utils._os upath
  django.templatetags.i18n - sys
  django.templatetags.i18n django.utils six
  django.templatetags.l10n django.utils.encoding force_text
  django.templatetags.tz django.utils six
  django.test - mock
  django.test.client django.core.handlers.wsgi ISO_8859_1 UTF_8
  django.test.client django.utils six
  django.test.client django.utils.encoding force_str uri_to_iri
  django.test.client django.utils.functional curry
  django.test.html django.utils six
  django.test.html django.utils.encoding force_text python_2_unicode_compatible
  django.test.selenium django.utils.six with_metaclass
  django.test.signals django.utils six
  django.test.testcases django.core.servers.basehttp WSGIServer
  django.test.testcases django.utils six
  django.test.testcases django.utils.deprecation RemovedInDjango20Warning
  django.test.utils django.utils six
  django.test.utils django.utils.decorators available_attrs
  django.test.utils django.utils.encoding force_str
  django.urls django.urls.resolvers LocaleRegexProvider LocaleRegexURLResolver
  django.urls.base django.utils six
  django.urls.base django.utils.encoding force_text
  django.urls.resolvers django.utils lru_cache six
  django.urls.resolvers django.utils.encoding force_str force_text
  django.urls.resolvers django.utils.http urlquote
  django.urls.utils django.utils lru_cache six
  django.utils._os - sys
  django.utils._os django.utils six
  django.utils._os os.path isabs normpath
  django.utils.archive django.utils six
  django.utils.autoreload django.utils six
  django.utils.autoreload django.utils._os npath
  django.utils.autoreload django.utils.encoding get_system_encoding
  django.utils.autoreload django.utils.six.moves thread=_thread
  django.utils.crypto - binascii struct
  django.utils.crypto django.utils six
  django.utils.crypto django.utils.six.moves range
  django.utils.datastructures django.utils six
  django.utils.dateformat django.utils six
  django.utils.dateformat django.utils.encoding force_text
  django.utils.dateparse django.utils six
  django.utils.decorators django.utils six
  django.utils.encoding django.utils.six.moves.urllib.parse unquote
  django.utils.encoding urllib.parse unquote_to_bytes
  django.utils.feedgenerator - warnings
  django.utils.feedgenerator django.utils six
  django.utils.feedgenerator django.utils.deprecation RemovedInDjango20Warning
  django.utils.feedgenerator django.utils.encoding force_text
  django.utils.formats django.utils six
  django.utils.formats django.utils.encoding force_str
  django.utils.formats django.utils.safestring mark_safe
  django.utils.functional django.utils six
  django.utils.functional django.utils.deprecation RemovedInDjango20Warning
  django.utils.glob - os re
  django.utils.glob django.utils six
  django.utils.html django.utils six
  django.utils.html django.utils.encoding force_str
  django.utils.http - sys
  django.utils.http django.utils six
  django.utils.http django.utils.encoding force_str
  django.utils.inspect django.utils six
  django.utils.ipv6 - re
  django.utils.ipv6 django.utils.six.moves range
  django.utils.module_loading - imp
  django.utils.module_loading django.utils six
  django.utils.numberformat django.utils six
  django.utils.regex_helper django.utils six
  django.utils.regex_helper django.utils.six.moves zip
  django.utils.safestring - warnings
  django.utils.safestring django.utils six
  django.utils.safestring django.utils.deprecation RemovedInDjango20Warning
  django.utils.safestring django.utils.functional curry
  django.utils.termcolors django.utils six
  django.utils.text django.utils six
  django.utils.text django.utils.encoding force_unicode
  django.utils.text django.utils.six.moves html_entities
  django.utils.text django.utils.translation ugettext_lazy
  django.utils.timesince django.utils.translation ugettext ungettext_lazy
  django.utils.timezone django.utils lru_cache six
  django.utils.translation django.utils six
  django.utils.translation django.utils.encoding force_text
  django.utils.translation.template django.utils six
  django.utils.translation.template django.utils.encoding force_text
  django.utils.translation.trans_null django.utils.encoding force_text
  django.utils.translation.trans_real django.utils lru_cache six
  django.utils.translation.trans_real django.utils._os upath
  django.utils.translation.trans_real django.utils.encoding force_text
  django.utils.tree django.utils.encoding force_str force_text
  django.utils.version django.utils.lru_cache lru_cache
  django.views.debug django.template.defaultfilters force_escape
  django.views.debug django.utils lru_cache six
  django.views.debug django.utils.encoding force_bytes
  django.views.decorators.cache django.utils.decorators available_attrs
  django.views.decorators.clickjacking django.utils.decorators available_attrs
  django.views.decorators.csrf django.utils.decorators available_attrs
  django.views.decorators.http django.utils.decorators available_attrs
  django.views.decorators.vary django.utils.decorators available_attrs
  django.views.defaults django http
  django.views.defaults django.utils six
  django.views.defaults django.utils.encoding force_text
  django.views.defaults django.utils.http urlquote
  django.views.generic.base django http
  django.views.generic.base django.utils six
  django.views.generic.dates django.utils.encoding force_str force_text
  django.views.generic.edit django.utils.encoding force_text
  django.views.generic.list django.utils six
  django.views.generic.list django.utils.encoding force_text
  django.views.i18n - importlib warnings
  django.views.i18n django http
  django.views.i18n django.utils six
  django.views.i18n django.utils._os upath
  django.views.i18n django.utils.deprecation RemovedInDjango20Warning
  django.views.i18n django.utils.encoding force_text
  django.views.i18n django.utils.http urlunquote
  django.views.i18n django.utils.translation to_locale
  django.views.static django.utils.six.moves.urllib.parse unquote
  django.views.static django.utils.translation ugettext_lazy
2.1:
  django.contrib.admin.actions django.contrib.admin.utils get_deleted_objects
  django.contrib.admin.actions django.db router
  django.contrib.admin.utils django.contrib.auth get_permission_codename
  django.contrib.admin.utils django.db.models.sql.constants QUERY_TERMS
  django.contrib.admindocs.views - os
  django.contrib.auth django.utils.deprecation RemovedInDjango21Warning
  django.contrib.auth.hashers django.utils.encoding force_text
  django.contrib.auth.password_validation - os
  django.contrib.auth.views django.template.response TemplateResponse
  django.contrib.auth.views django.urls reverse
  django.contrib.auth.views django.utils.deprecation RemovedInDjango21Warning
  django.contrib.gis.db.backends.postgis.pgraster - binascii
  django.contrib.gis.db.models django.db.models permalink
  django.contrib.gis.gdal.geometries binascii a2b_hex
  django.contrib.gis.geoip2.base - os
  django.contrib.postgres.validators - copy
  django.contrib.sessions.backends.cached_db django.core.exceptions SuspiciousOperation
  django.contrib.sessions.backends.cached_db django.utils timezone
  django.contrib.sessions.middleware django.utils.http cookie_date
  django.core.cache.backends.db django.utils.encoding force_bytes
  django.core.cache.backends.filebased django.utils.encoding force_bytes
  django.core.cache.backends.locmem contextlib contextmanager
  django.core.cache.backends.locmem django.utils.synch RWLock
  django.core.cache.backends.memcached django.utils.deprecation RemovedInDjango21Warning
  django.core.cache.utils django.utils.encoding force_bytes
  django.core.mail.message - os
  django.core.management django.utils.encoding force_text
  django.core.management.templates - re
  django.core.management.utils django.utils.encoding force_text
  django.core.validators - os
  django.db.backends.base.operations django.utils.dateparse parse_duration
  django.db.backends.mysql.introspection - warnings
  django.db.backends.mysql.introspection django.utils.deprecation RemovedInDjango21Warning
  django.db.backends.oracle.introspection - warnings
  django.db.backends.oracle.introspection django.utils.deprecation RemovedInDjango21Warning
  django.db.backends.oracle.schema - binascii
  django.db.backends.oracle.schema django.utils.encoding force_text
  django.db.backends.postgresql.base django.db DEFAULT_DB_ALIAS
  django.db.backends.postgresql.introspection - warnings
  django.db.backends.postgresql.introspection django.utils.deprecation RemovedInDjango21Warning
  django.db.backends.sqlite3.base django.utils.dateparse parse_duration
  django.db.backends.sqlite3.creation django.core.exceptions ImproperlyConfigured
  django.db.backends.sqlite3.introspection - warnings
  django.db.backends.sqlite3.introspection django.utils.deprecation RemovedInDjango21Warning
  django.db.backends.sqlite3.operations decimal Decimal
  django.db.backends.sqlite3.operations django.utils.duration duration_string
  django.db.backends.sqlite3.schema - codecs
  django.db.migrations.loader - os
  django.db.migrations.operations.models django.db.models.fields.related RECURSIVE_RELATIONSHIP_CONSTANT
  django.db.models.aggregates django.db.models.query_utils Q
  django.db.models.fields - itertools
  django.db.models.functions.base django.db.models Func Transform Value fields
  django.db.models.options django.utils.deprecation RemovedInDjango21Warning
  django.db.utils - os
  django.forms.boundfield - warnings
  django.forms.boundfield django.utils.deprecation RemovedInDjango21Warning
  django.forms.boundfield django.utils.inspect func_accepts_kwargs func_supports_parameter
  django.forms.fields - itertools
  django.forms.renderers - os
  django.http.cookie - sys
  django.http.request django.utils.encoding force_bytes
  django.http.response django.utils.encoding force_bytes
  django.http.response django.utils.http cookie_date
  django.middleware.common - warnings
  django.middleware.common django.utils.cache cc_delim_re get_conditional_response set_response_etag
  django.middleware.common django.utils.deprecation RemovedInDjango21Warning
  django.template.loader_tags - logging warnings
  django.template.loader_tags django.utils.deprecation RemovedInDjango21Warning
  django.template.loaders.cached django.utils.encoding force_bytes
  django.template.utils - os
  django.templatetags.i18n django.template.base TOKEN_TEXT TOKEN_VAR
  django.test.runner django.utils.deprecation RemovedInDjango21Warning
  django.test.testcases django.utils.encoding force_text
  django.utils.cache - logging warnings
  django.utils.cache django.utils.deprecation RemovedInDjango21Warning
  django.utils.cache django.utils.encoding force_text
  django.utils.html django.utils.html_parser HTMLParseError
  django.utils.http django.utils.deprecation RemovedInDjango21Warning
  django.utils.regex_helper - warnings
  django.utils.regex_helper django.utils.deprecation RemovedInDjango21Warning
  django.utils.translation django.utils.deprecation RemovedInDjango21Warning
  django.utils.translation.template django.template.base TOKEN_BLOCK TOKEN_COMMENT TOKEN_TEXT TOKEN_VAR
  django.views.decorators.http - logging
  django.views.static - os stat
2.2:
  django.contrib.admin.checks django.template.engine Engine
  django.contrib.admin.widgets django.utils.safestring mark_safe
  django.contrib.admindocs.utils django.utils.encoding force_bytes
  django.contrib.admindocs.views django.urls reverse
  django.contrib.admindocs.views django.utils.inspect func_has_no_args
  django.contrib.auth.handlers.modwsgi django.utils.encoding force_bytes
  django.contrib.contenttypes.views django.contrib.sites.requests RequestSite
  django.contrib.sessions.backends.base django.utils.encoding force_bytes
  django.contrib.staticfiles.storage django.utils.encoding force_bytes
  django.core.handlers.base django.core.handlers.exception get_exception_response
  django.core.management.commands.showmigrations django.core.management.base CommandError
  django.db.backends.base.features django.db.models.aggregates StdDev
  django.db.backends.base.features django.db.utils NotSupportedError
  django.db.backends.base.operations django.core.exceptions ImproperlyConfigured
  django.db.backends.base.schema - hashlib
  django.db.backends.base.schema django.utils.encoding force_bytes
  django.db.backends.mysql.operations django.utils.encoding force_text
  django.db.backends.sqlite3.features django.db utils
  django.db.backends.sqlite3.schema - contextlib
  django.db.backends.utils django.utils.encoding force_bytes
  django.db.migrations.graph - warnings
  django.db.migrations.questioner django.utils datetime_safe
  django.db.migrations.serializer django.utils datetime_safe
  django.db.models.aggregates django.db.models.fields DecimalField FloatField
  django.db.models.base django.utils.encoding force_text
  django.db.models.fields django.utils.encoding force_bytes
  django.db.models.functions.datetime django.db.models fields
  django.db.models.functions.text django.db.models fields
  django.db.models.indexes - hashlib
  django.db.models.indexes django.utils.encoding force_bytes
  django.db.models.sql.query django.utils.encoding force_text
  django.http.multipartparser django.utils.text unescape_entities
  django.utils._os django.utils.encoding force_text
  django.utils.autoreload - pyinotify
  django.utils.autoreload django.conf settings
  django.utils.cache django.utils.encoding force_bytes
  django.utils.feedgenerator django.utils datetime_safe
  django.utils.http django.utils.encoding force_bytes
  django.utils.safestring django.utils.functional Promise
  django.utils.text django.utils.functional keep_lazy
  django.utils.text django.utils.safestring SafeText mark_safe
3.0:
  django.apps.registry collections OrderedDict
  django.conf django.utils.deprecation RemovedInDjango30Warning
  django.contrib.admin.checks - warnings
  django.contrib.admin.checks django.utils.deprecation RemovedInDjango30Warning
  django.contrib.admin.checks django.utils.inspect get_func_args
  django.contrib.admin.options collections OrderedDict
  django.contrib.admin.views.main collections OrderedDict
  django.contrib.auth django.utils.translation LANGUAGE_SESSION_KEY
  django.contrib.auth.hashers collections OrderedDict
  django.contrib.gis.db.backends.spatialite.operations django.contrib.gis.geos.prototypes.io wkt_r
  django.contrib.gis.db.models.functions - warnings
  django.contrib.gis.db.models.functions django.utils.deprecation RemovedInDjango30Warning
  django.contrib.gis.gdal.datasource django.utils.encoding force_text
  django.contrib.gis.gdal.driver django.utils.encoding force_text
  django.contrib.gis.gdal.feature django.utils.encoding force_text
  django.contrib.gis.gdal.field django.utils.encoding force_text
  django.contrib.gis.gdal.geometries django.contrib.gis.gdal.libgdal GDAL_VERSION
  django.contrib.gis.gdal.layer django.utils.encoding force_text
  django.contrib.gis.gdal.raster.band django.utils.encoding force_text
  django.contrib.gis.gdal.raster.source django.utils.encoding force_text
  django.contrib.gis.gdal.srs django.utils.encoding force_text
  django.contrib.gis.geoip2.base pathlib Path
  django.contrib.gis.geos.collections django.contrib.gis.geos.error GEOSException
  django.contrib.gis.geos.collections django.contrib.gis.geos.libgeos geos_version_tuple
  django.contrib.gis.geos.geometry django.utils.encoding force_text
  django.contrib.gis.utils.layermapping django.utils.encoding force_text
  django.contrib.postgres.fields.array django.utils.inspect func_supports_parameter
  django.contrib.sessions.backends.signed_cookies django.conf settings
  django.contrib.staticfiles.finders collections OrderedDict
  django.contrib.staticfiles.management.commands.collectstatic collections OrderedDict
  django.contrib.staticfiles.storage collections OrderedDict
  django.contrib.syndication.views django.conf settings
  django.core.cache threading local
  django.core.cache.backends.db django.utils.inspect func_supports_parameter
  django.core.handlers.wsgi - cgi codecs
  django.core.mail.backends.smtp - socket
  django.core.mail.message django.utils.encoding force_text
  django.core.mail.message email.errors InvalidHeaderDefect NonASCIILocalPartDefect
  django.core.mail.message email.utils parseaddr
  django.core.management collections OrderedDict
  django.core.management.commands.dumpdata collections OrderedDict
  django.core.management.commands.inspectdb collections OrderedDict
  django.core.management.commands.makemessages - fnmatch
  django.core.management.commands.migrate collections OrderedDict
  django.core.management.templates os path
  django.core.management.utils subprocess Popen
  django.core.serializers.python collections OrderedDict
  django.db.backends.base.operations django.utils.encoding force_text
  django.db.backends.oracle.base django.utils.encoding force_text
  django.db.backends.oracle.compiler django.db NotSupportedError
  django.db.backends.oracle.compiler django.db.models.sql compiler
  django.db.backends.oracle.operations django.db.backends.oracle.utils InsertIdVar
  django.db.backends.postgresql.base django.utils.safestring SafeText
  django.db.backends.postgresql.client django.core.files.temp NamedTemporaryFile
  django.db.backends.sqlite3.features - sys
  django.db.migrations.serializer collections OrderedDict
  django.db.migrations.state collections OrderedDict
  django.db.models.deletion collections OrderedDict
  django.db.models.options collections OrderedDict
  django.db.models.query collections OrderedDict
  django.db.models.query django.utils.deprecation RemovedInDjango30Warning
  django.db.models.sql.compiler - functools
  django.db.models.sql.compiler django.db.models.expressions Subquery
  django.db.models.sql.compiler django.utils.deprecation RemovedInDjango30Warning
  django.db.models.sql.compiler django.utils.inspect func_supports_parameter
  django.db.models.sql.query - re
  django.db.models.sql.query collections OrderedDict
  django.db.utils threading local
  django.forms.forms collections OrderedDict
  django.forms.models collections OrderedDict
  django.http.multipartparser django.utils.encoding force_text
  django.http.request django.utils.deprecation RemovedInDjango30Warning
  django.shortcuts - warnings
  django.shortcuts django.utils.deprecation RemovedInDjango30Warning
  django.template.backends.utils django.utils.safestring SafeText
  django.template.utils collections OrderedDict
  django.test.client django.template TemplateDoesNotExist
  django.test.signals - threading
  django.urls.base threading local
  django.urls.resolvers - threading
  django.utils.autoreload - pathlib
  django.utils.crypto - time
  django.utils.datastructures collections OrderedDict
  django.utils.decorators functools WRAPPER_ASSIGNMENTS
  django.utils.encoding django.utils six
  django.utils.functional django.utils.version PY36 get_docs_version
  django.utils.html django.utils.safestring SafeText
  django.utils.http django.utils.deprecation RemovedInDjango30Warning
  django.utils.log django.views.debug ExceptionReporter
  django.utils.timezone threading local
  django.utils.translation.reloader - threading
  django.utils.translation.trans_real collections OrderedDict
  django.utils.translation.trans_real django.utils.translation LANGUAGE_SESSION_KEY
  django.utils.translation.trans_real threading local
  django.utils.xmlutils collections OrderedDict
  django.views.debug django.urls Resolver404
  django.views.debug django.utils.encoding force_text
  django.views.i18n django.utils.http is_safe_url
3.1:
  django.conf django.utils.deprecation RemovedInDjango31Warning
  django.contrib.admin.checks django.db.models.expressions F OrderBy
  django.contrib.admin.forms django forms
  django.contrib.admin.options django.db.models.fields BLANK_CHOICE_DASH
  django.contrib.admin.utils - re
  django.contrib.admin.views.main django.db models
  django.contrib.auth.backends - inspect
  django.contrib.auth.backends django.utils.deprecation RemovedInDjango31Warning
  django.contrib.auth.tokens datetime date
  django.contrib.contenttypes.management.commands.remove_stale_contenttypes django.contrib.contenttypes.management get_contenttypes_and_models
  django.contrib.gis.db.backends.base.features django.contrib.gis.db.models aggregates
  django.contrib.gis.db.backends.mysql.operations django.contrib.gis.db.models aggregates
  django.contrib.gis.db.backends.oracle.operations django.contrib.gis.db.models aggregates
  django.contrib.gis.db.backends.spatialite.operations django.contrib.gis.db.models aggregates
  django.contrib.gis.db.models django.core.exceptions FieldDoesNotExist
  django.contrib.gis.db.models.lookups - re
  django.contrib.gis.geos.prototypes.geom ctypes c_size_t
  django.contrib.gis.geos.prototypes.geom django.contrib.gis.geos.prototypes.errcheck check_sized_string
  django.contrib.messages.storage.session django.conf settings
  django.contrib.postgres.fields.jsonb - json
  django.contrib.postgres.fields.jsonb django.contrib.postgres forms lookups
  django.contrib.postgres.fields.jsonb django.contrib.postgres.fields.mixins CheckFieldDefaultMixin
  django.contrib.postgres.fields.jsonb django.core exceptions
  django.contrib.postgres.fields.jsonb django.db.models Field TextField Transform builtin_lookups=lookups
  django.contrib.postgres.fields.jsonb psycopg2.extras Json
  django.contrib.postgres.fields.mixins django.core checks
  django.contrib.postgres.forms.jsonb - json
  django.contrib.postgres.forms.jsonb django forms
  django.contrib.postgres.forms.ranges - warnings
  django.contrib.postgres.forms.ranges django.utils.deprecation RemovedInDjango31Warning
  django.contrib.postgres.lookups django.db.models Lookup
  django.contrib.postgres.lookups django.db.models.lookups Exact FieldGetDbPrepValueMixin
  django.contrib.staticfiles.storage - warnings
  django.contrib.staticfiles.storage django.core.cache InvalidCacheBackendError caches default_cache=cache
  django.contrib.staticfiles.storage django.utils.deprecation RemovedInDjango31Warning
  django.core.cache.utils urllib.parse quote
  django.core.handlers.wsgi - re
  django.core.management.commands.migrate django.core.checks Tags run_checks
  django.core.management.commands.sqlmigrate django.db.migrations.executor MigrationExecutor
  django.core.paginator django.utils.deprecation RemovedInDjango31Warning
  django.core.signing - re
  django.core.validators django.utils.functional SimpleLazyObject
  django.db.backends.mysql.base - re
  django.db.backends.mysql.base django.db utils
  django.db.backends.oracle.base django.db utils
  django.db.backends.oracle.operations - re
  django.db.backends.oracle.operations django.db.models.query_utils Q
  django.db.backends.postgresql.base django.db.backends.postgresql.utils utc_tzinfo_factory
  django.db.backends.postgresql.operations django.db NotSupportedError
  django.db.backends.postgresql.utils django.utils.timezone utc
  django.db.backends.sqlite3.base django.db utils
  django.db.backends.sqlite3.operations django.db utils
  django.db.backends.sqlite3.operations django.db.models aggregates fields
  django.db.backends.utils django.conf settings
  django.db.backends.utils django.utils.timezone utc
  django.db.migrations.operations.base django.db.models.fields.related RECURSIVE_RELATIONSHIP_CONSTANT
  django.db.migrations.operations.fields django.db.migrations.operations.utils ModelTuple field_references_model
  django.db.migrations.operations.fields django.db.migrations.operations.utils is_referenced_by_foreign_key
  django.db.migrations.operations.models django.db.migrations.operations.utils ModelTuple field_references_model
  django.db.migrations.state django.db.models.fields.proxy OrderWrt
  django.db.models.base django.utils.version get_version
  django.db.models.query django.db.models.query_utils InvalidQuery
  django.db.models.query django.utils.version get_version
  django.db.models.sql.compiler django.db.models.query_utils QueryWrapper
  django.db.models.sql.compiler django.utils.deprecation RemovedInDjango31Warning
  django.db.models.sql.constants - re
  django.db.models.sql.query django.db.models.expressions SimpleCol
  django.db.models.sql.subqueries django.db connections
  django.forms.widgets - re
  django.http.multipartparser - os
  django.http.request - re
  django.middleware.gzip - re
  django.template.backends.dummy django.conf settings
  django.template.base inspect getcallargs unwrap
  django.test.client - re
  django.test.html - re
  django.test.testcases django.utils.deprecation RemovedInDjango31Warning
  django.utils.cache - re
  django.utils.dateformat - re
  django.utils.dateparse - re
  django.utils.datetime_safe - re
  django.utils.timezone django.utils.deprecation RemovedInDjango31Warning
  django.utils.translation - re
  django.utils.translation.template - re
3.2:
  django.contrib.admin.helpers django.conf settings
  django.contrib.admin.options django.contrib.admin.views.autocomplete AutocompleteJsonView
  django.contrib.humanize.templatetags.humanize django.conf settings
  django.contrib.sessions.middleware django.core.exceptions SuspiciousOperation
  django.core.cache asgiref.local Local
  django.core.cache django.conf settings
  django.db.backends.mysql.client - subprocess
  django.db.backends.mysql.operations django.utils.duration duration_microseconds
  django.db.backends.oracle.client - subprocess
  django.db.backends.postgresql.client - os subprocess
  django.db.backends.sqlite3.client - subprocess
  django.db.backends.sqlite3.operations django.utils.duration duration_microseconds
  django.db.migrations.autodetector django.db.migrations.utils get_migration_name_timestamp
  django.db.models.query collections namedtuple
  django.db.models.query functools lru_cache
  django.db.models.sql.query django.core.exceptions EmptyResultSet
  django.db.utils asgiref.local Local
  django.db.utils pathlib Path
  django.forms.widgets django.conf settings
  django.http.request django.utils.http limited_parse_qsl
  django.template.defaultfilters django.template.base Variable VariableDoesNotExist
  django.urls.base django.utils.encoding iri_to_uri
  django.utils.cache django.utils.encoding iri_to_uri
  django.utils.http django.core.exceptions TooManyFieldsSent
  django.utils.version distutils.version LooseVersion
  django.views.i18n urllib.parse unquote
4.0:
  django.conf django.utils.deprecation RemovedInDjango40Warning
  django.conf.urls - warnings
  django.conf.urls django.utils.deprecation RemovedInDjango40Warning
  django.contrib.admin.options - operator
  django.contrib.admin.options django.contrib.admin.utils lookup_needs_distinct
  django.contrib.admin.options functools reduce
  django.contrib.admin.views.main django.contrib.admin.utils lookup_needs_distinct
  django.contrib.admindocs.views django.conf settings
  django.contrib.auth.tokens datetime time
  django.contrib.contenttypes.fields - operator
  django.contrib.gis.db.backends.postgis.schema django.db.backends.ddl_references Statement
  django.contrib.gis.gdal.prototypes.raster django.contrib.gis.gdal.libgdal GDAL_VERSION
  django.contrib.gis.gdal.raster.source django.contrib.gis.gdal.raster.const VSI_FILESYSTEM_BASE_PATH
  django.contrib.gis.geos.collections ctypes byref c_int c_uint
  django.contrib.gis.geos.polygon ctypes byref c_uint
  django.contrib.messages.storage.cookie django.utils.crypto constant_time_compare salted_hmac
  django.contrib.postgres.fields.jsonb - warnings
  django.contrib.postgres.fields.jsonb django.db.models.fields.json BuiltinKeyTextTransform=KeyTextTransform
  django.contrib.postgres.fields.jsonb django.db.models.fields.json BuiltinKeyTransform=KeyTransform
  django.contrib.postgres.fields.jsonb django.utils.deprecation RemovedInDjango40Warning
  django.contrib.postgres.forms.jsonb - warnings
  django.contrib.postgres.forms.jsonb django.forms BuiltinJSONField=JSONField
  django.contrib.postgres.forms.jsonb django.utils.deprecation RemovedInDjango40Warning
  django.contrib.sessions.backends.base - base64 warnings
  django.contrib.sessions.backends.base django.contrib.sessions.exceptions SuspiciousSession
  django.contrib.sessions.backends.base django.core.exceptions SuspiciousOperation
  django.contrib.sessions.backends.base django.utils.crypto constant_time_compare salted_hmac
  django.contrib.sessions.backends.base django.utils.deprecation RemovedInDjango40Warning
  django.contrib.sessions.backends.base django.utils.translation LANGUAGE_SESSION_KEY
  django.contrib.sessions.serializers - pickle
  django.contrib.sitemaps.views calendar timegm
  django.contrib.syndication.views calendar timegm
  django.core.signing django.utils baseconv
  django.db.backends.base.base - pytz
  django.db.backends.sqlite3.base - pytz
  django.db.backends.sqlite3.base django.utils.version PY38
  django.db.migrations.migration django.db.migrations operations
  django.db.migrations.operations.fields django.core.exceptions FieldDoesNotExist
  django.db.migrations.operations.fields django.db.migrations.operations.utils field_is_referenced get_references
  django.db.migrations.operations.models django.db.migrations.operations.utils get_references
  django.db.migrations.operations.utils collections namedtuple
  django.db.migrations.operations.utils django.db.models.fields.related RECURSIVE_RELATIONSHIP_CONSTANT
  django.db.models.deletion - operator
  django.db.models.lookups copy copy
  django.db.models.lookups django.db.models.expressions Exists
  django.db.models.lookups django.utils.deprecation RemovedInDjango40Warning
  django.db.models.query_utils - warnings
  django.db.models.query_utils django.core.exceptions FieldDoesNotExist
  django.db.models.query_utils django.utils.deprecation RemovedInDjango40Warning
  django.db.models.sql.compiler django.db.models.query_utils Q
  django.db.models.sql.query django.db.models.sql.constants ORDER_PATTERN
  django.db.models.sql.query django.utils.deprecation RemovedInDjango40Warning
  django.db.models.sql.subqueries django.db.models.query_utils Q
  django.dispatch.dispatcher - warnings
  django.dispatch.dispatcher django.utils.deprecation RemovedInDjango40Warning
  django.forms.boundfield - datetime
  django.forms.boundfield django.forms.utils flatatt
  django.forms.boundfield django.utils.html conditional_escape
  django.forms.boundfield django.utils.safestring mark_safe
  django.forms.forms django.utils.html html_safe
  django.forms.formsets django.utils.html html_safe
  django.forms.formsets django.utils.safestring mark_safe
  django.forms.models - warnings
  django.forms.models django.utils.deprecation RemovedInDjango40Warning
  django.forms.utils django.utils.html format_html html_safe
  django.forms.widgets django.utils datetime_safe
  django.http.request - warnings
  django.http.request django.utils.deprecation RemovedInDjango40Warning
  django.http.request django.utils.inspect func_supports_parameter
  django.middleware.csrf - re
  django.template.defaulttags django.utils.deprecation RemovedInDjango40Warning
  django.templatetags.tz - pytz
  django.test.runner django.utils.version PY37
  django.utils.asyncio django.utils.version PY37
  django.utils.crypto django.utils.deprecation RemovedInDjango40Warning
  django.utils.dateformat django.utils.timezone is_aware
  django.utils.datetime_safe - ttime=time
  django.utils.datetime_safe datetime real_time=time
  django.utils.encoding - warnings
  django.utils.encoding django.utils.deprecation RemovedInDjango40Warning
  django.utils.formats django.utils datetime_safe
  django.utils.http - calendar warnings
  django.utils.http django.utils.deprecation RemovedInDjango40Warning
  django.utils.http django.utils.functional keep_lazy_text
  django.utils.http urllib.parse quote_plus unquote_plus
  django.utils.text - warnings
  django.utils.text django.utils.deprecation RemovedInDjango40Warning
  django.utils.translation - warnings
  django.utils.translation django.utils.deprecation RemovedInDjango40Warning
  django.views.decorators.http calendar timegm
  django.views.generic.base functools update_wrapper
  django.views.i18n django.utils.translation LANGUAGE_SESSION_KEY
4.1:
  django.apps.config - warnings
  django.apps.config django.utils.deprecation RemovedInDjango41Warning
  django.contrib.gis.gdal.prototypes.ds django.contrib.gis.gdal.libgdal GDAL_VERSION
  django.contrib.humanize.templatetags.humanize django.utils.timezone utc
  django.contrib.postgres.aggregates.mixins django.db.models F
  django.contrib.postgres.aggregates.mixins django.db.models.expressions OrderBy
  django.contrib.postgres.constraints django.db.models.expressions Col
  django.contrib.sessions.backends.file django.utils timezone
  django.contrib.staticfiles.storage - hashlib
  django.core.cache.backends.filebased - hashlib
  django.core.cache.backends.memcached - pickle warnings
  django.core.cache.backends.memcached django.utils.deprecation RemovedInDjango41Warning
  django.core.cache.backends.redis django.core.serializers.base PickleSerializer
  django.core.cache.utils - hashlib
  django.core.management.base - warnings
  django.core.management.base django.utils.deprecation RemovedInDjango41Warning
  django.core.management.templates - cgi
  django.core.management.templates urllib.request urlretrieve
  django.core.management.utils subprocess PIPE
  django.core.validators - warnings
  django.core.validators django.utils.deprecation RemovedInDjango41Warning
  django.db.backends.base.base django.utils timezone
  django.db.backends.base.creation unittest expectedFailure skip
  django.db.backends.sqlite3.base - functools hashlib math operator random re statistics
  django.db.backends.sqlite3.base django.db.backends backend_utils=utils
  django.db.backends.sqlite3.base django.db.backends.base.base timezone_constructor
  django.db.backends.sqlite3.base django.utils timezone
  django.db.backends.sqlite3.base django.utils.duration duration_microseconds
  django.db.backends.sqlite3.features - platform
  django.db.backends.sqlite3.introspection - re
  django.db.backends.utils - hashlib
  django.db.migrations.serializer django.utils.timezone utc
  django.db.models.base django.db DEFAULT_DB_ALIAS
  django.db.models.query django.db.models.expressions Expression
  django.forms.formsets django.utils.translation ngettext
  django.http.multipartparser - cgi
  django.http.request - cgi
  django.http.response collections.abc Mapping
  django.test.testcases django.utils.deprecation RemovedInDjango41Warning
  django.utils.asyncio - asyncio functools
  django.utils.cache - hashlib
  django.utils.dateparse django.utils.timezone utc
  django.utils.feedgenerator django.utils.timezone utc
  django.utils.text - html
  django.utils.timesince django.utils.timezone utc
  django.views.static - re
4.2:
  django.contrib.gis.db.backends.postgis.adapter psycopg2 Binary
  django.contrib.gis.db.backends.postgis.adapter psycopg2.extensions ISQLQuote
  django.contrib.gis.db.backends.postgis.base django.db.backends.postgresql.base Psycopg2DatabaseWrapper=DatabaseWrapper
  django.contrib.gis.db.backends.postgis.features django.db.backends.postgresql.features Psycopg2DatabaseFeatures=DatabaseFeatures
  django.contrib.postgres.apps psycopg2.extras DateRange DateTimeRange DateTimeTZRange NumericRange
  django.contrib.postgres.search - psycopg2
  django.contrib.postgres.signals psycopg2 ProgrammingError
  django.contrib.staticfiles.storage django.core.files.storage get_storage_class
  django.core.files.locks ctypes windll
  django.core.files.move - errno
  django.core.files.storage - os pathlib
  django.core.files.storage datetime datetime timezone
  django.core.files.storage django.core.exceptions SuspiciousFileOperation
  django.core.files.storage django.core.files locks
  django.core.files.storage django.core.files.move file_move_safe
  django.core.files.storage django.core.files.utils validate_file_name
  django.core.files.storage django.core.signals setting_changed
  django.core.files.storage django.utils._os safe_join
  django.core.files.storage django.utils.crypto get_random_string
  django.core.files.storage django.utils.deconstruct deconstructible
  django.core.files.storage django.utils.encoding filepath_to_uri
  django.core.files.storage django.utils.functional cached_property
  django.core.files.storage urllib.parse urljoin
  django.core.handlers.exception - asyncio
  django.core.handlers.wsgi io BytesIO
  django.db.backends.postgresql.creation psycopg2 errorcodes
  django.db.backends.postgresql.schema - psycopg2
  django.db.models.fields - math
  django.db.models.query django.db.models.expressions Ref
  django.db.models.query_utils - copy
  django.http.multipartparser urllib.parse unquote
  django.http.request django.http.multipartparser parse_header
  django.http.response urllib.parse quote
  django.template.library - functools
  django.test.testcases - asyncio
  django.test.utils - asyncio
  django.utils.autoreload - functools
  django.utils.deprecation - asyncio
  django.utils.timesince - calendar
  django.views.decorators.debug - functools
  django.views.generic.base - asyncio
  django.views.i18n - itertools
5.0:
  django.conf django.utils.deprecation RemovedInDjango50Warning
  django.contrib.admin.options django.contrib.admin.decorators display
  django.contrib.admin.sites - re
  django.contrib.admin.templatetags.admin_list django.conf settings
  django.contrib.admin.templatetags.log django.contrib.admin.models LogEntry
  django.contrib.admin.views.main django.db.models Exists OuterRef
  django.contrib.auth.backends - warnings
  django.contrib.auth.backends django.utils.deprecation RemovedInDjango50Warning
  django.contrib.auth.backends django.utils.inspect func_supports_parameter
  django.contrib.auth.hashers django.utils.crypto md5
  django.contrib.auth.hashers django.utils.deprecation RemovedInDjango50Warning
  django.contrib.auth.views - warnings
  django.contrib.auth.views django.utils.deprecation RemovedInDjango50Warning
  django.contrib.gis.admin.options - warnings
  django.contrib.gis.admin.options django.contrib.gis.admin.widgets OpenLayersWidget
  django.contrib.gis.admin.options django.contrib.gis.gdal OGRGeomType
  django.contrib.gis.admin.options django.forms Media
  django.contrib.gis.admin.options django.utils.deprecation RemovedInDjango50Warning
  django.contrib.gis.admin.widgets - logging warnings
  django.contrib.gis.admin.widgets django.contrib.gis.gdal GDALException
  django.contrib.gis.admin.widgets django.contrib.gis.geos GEOSException GEOSGeometry
  django.contrib.gis.admin.widgets django.forms.widgets Textarea
  django.contrib.gis.admin.widgets django.utils translation
  django.contrib.gis.admin.widgets django.utils.deprecation RemovedInDjango50Warning
  django.contrib.gis.db.backends.oracle.adapter cx_Oracle CLOB
  django.contrib.gis.db.backends.oracle.introspection - cx_Oracle
  django.contrib.postgres.aggregates.general django.utils.deprecation RemovedInDjango50Warning
  django.contrib.postgres.constraints - warnings
  django.contrib.postgres.constraints django.utils.deprecation RemovedInDjango50Warning
  django.contrib.sessions.serializers django.core.serializers.base BasePickleSerializer=PickleSerializer
  django.contrib.sitemaps - warnings
  django.contrib.sitemaps django.urls NoReverseMatch reverse
  django.contrib.sitemaps django.utils.deprecation RemovedInDjango50Warning
  django.contrib.sitemaps urllib.parse urlencode
  django.contrib.sitemaps urllib.request urlopen
  django.contrib.sitemaps.management.commands.ping_google django.contrib.sitemaps ping_google
  django.contrib.sitemaps.management.commands.ping_google django.core.management.base BaseCommand
  django.contrib.sitemaps.views - warnings
  django.contrib.sitemaps.views django.utils.deprecation RemovedInDjango50Warning
  django.core.management.templates importlib import_module
  django.core.serializers.base - pickle warnings
  django.core.serializers.base django.utils.deprecation RemovedInDjango50Warning
  django.db.backends.oracle.introspection - cx_Oracle
  django.db.backends.oracle.introspection django.utils.functional cached_property
  django.db.backends.sqlite3._functions django.db.backends.base.base timezone_constructor
  django.db.backends.sqlite3.schema django.db.transaction atomic
  django.db.models.enums types DynamicClassAttribute
  django.db.models.expressions - warnings
  django.db.models.expressions django.utils.deprecation RemovedInDjango50Warning
  django.db.models.fields - collections
  django.db.models.fields.related_lookups - warnings
  django.db.models.fields.related_lookups django.utils.deprecation RemovedInDjango50Warning
  django.db.models.query django.utils.deprecation RemovedInDjango50Warning
  django.forms.forms - warnings
  django.forms.forms django.utils.deprecation RemovedInDjango50Warning
  django.forms.forms django.utils.html conditional_escape
  django.forms.forms django.utils.safestring SafeString mark_safe
  django.forms.utils - warnings
  django.forms.utils django.utils.deprecation RemovedInDjango50Warning
  django.forms.utils django.utils.version get_docs_version
  django.forms.widgets django.utils.datastructures OrderedSet
  django.forms.widgets django.utils.topological_sort CyclicDependencyError stable_topological_sort
  django.templatetags.tz django.conf settings
  django.test.runner - warnings
  django.test.runner django.utils.crypto new_hash
  django.test.runner django.utils.deprecation RemovedInDjango50Warning
  django.test.signals django.utils.version PY312
  django.test.testcases - inspect
  django.test.testcases django.http.response HttpResponseBase
  django.test.testcases django.utils.deprecation RemovedInDjango50Warning
  django.test.testcases django.utils.version PY310
  django.test.utils django.utils.deprecation RemovedInDjango50Warning
  django.urls.converters functools lru_cache
  django.utils.asyncio contextlib AbstractAsyncContextManager
  django.utils.baseconv - warnings
  django.utils.baseconv django.utils.deprecation RemovedInDjango50Warning
  django.utils.crypto django.utils.inspect func_supports_parameter
  django.utils.datetime_safe - warnings
  django.utils.datetime_safe django.utils.deprecation RemovedInDjango50Warning
  django.utils.functional - warnings
  django.utils.http - ipaddress
  django.utils.http urllib.parse ParseResult SplitResult scheme_chars uses_params
  django.utils.timezone - sys warnings
  django.utils.timezone django.utils.deprecation RemovedInDjango50Warning
  django.views.generic.edit - warnings
5.1:
  django.conf django.utils.deprecation RemovedInDjango51Warning
  django.contrib.auth.base_user - warnings
  django.contrib.auth.base_user django.utils.crypto get_random_string
  django.contrib.auth.base_user django.utils.deprecation RemovedInDjango51Warning
  django.contrib.auth.hashers django.utils.deprecation RemovedInDjango51Warning
  django.contrib.auth.models django.utils.itercompat is_iterable
  django.contrib.gis.forms.widgets - warnings
  django.contrib.gis.forms.widgets django.utils.deprecation RemovedInDjango51Warning
  django.contrib.gis.gdal.datasource ctypes byref
  django.contrib.gis.gdal.driver django.contrib.gis.gdal.prototypes rcapi=raster vcapi=ds
  django.contrib.gis.geoip2.base - geoip2 socket
  django.contrib.gis.geoip2.base django.conf settings
  django.contrib.gis.geoip2.base django.contrib.gis.geoip2.resources City Country
  django.contrib.gis.geoip2.base django.core.exceptions ValidationError
  django.contrib.gis.geoip2.base django.core.validators validate_ipv46_address
  django.contrib.gis.geoip2.base django.utils._os to_path
  django.contrib.postgres.aggregates.general - json
  django.contrib.postgres.aggregates.general django.utils.deprecation RemovedInDjango51Warning
  django.contrib.postgres.constraints django.contrib.postgres.indexes OpClass
  django.contrib.postgres.fields.citext - warnings
  django.contrib.postgres.fields.citext django.test.utils ignore_warnings
  django.contrib.postgres.fields.citext django.utils.deprecation RemovedInDjango51Warning
  django.core.checks.registry django.utils.itercompat is_iterable
  django.core.checks.templates - copy
  django.core.checks.templates collections defaultdict
  django.core.checks.templates django.conf settings
  django.core.checks.templates django.core.checks Error Warning
  django.core.checks.templates django.template.backends.django get_template_tag_modules
  django.core.files.storage - warnings
  django.core.files.storage django.conf settings
  django.core.files.storage django.utils.deprecation RemovedInDjango51Warning
  django.core.files.storage django.utils.module_loading import_string
  django.core.files.storage.handler django.conf DEFAULT_STORAGE_ALIAS STATICFILES_STORAGE_ALIAS
  django.core.signing django.utils.deprecation RemovedInDjango51Warning
  django.db.models.base django.db.models.constraints CheckConstraint UniqueConstraint
  django.db.models.base django.db.models.expressions RawSQL
  django.db.models.constraints django.db.models.expressions OrderBy
  django.db.models.fields django.utils.itercompat is_iterable
  django.db.models.fields.json django.utils.deprecation RemovedInDjango51Warning
  django.db.models.options - inspect warnings
  django.db.models.options django.utils.deprecation RemovedInDjango51Warning
  django.forms.forms django.forms.fields FileField
  django.template.defaultfilters - warnings
  django.template.defaultfilters django.utils.deprecation RemovedInDjango51Warning
  django.template.library django.utils.itercompat is_iterable
  django.test.signals django.utils.module_loading import_string
  django.test.testcases - warnings
  django.test.testcases django.utils.deprecation RemovedInDjango51Warning
  django.urls.resolvers django.core.exceptions ViewDoesNotExist
  django.urls.resolvers django.urls.converters get_converter
  django.utils.hashable django.utils.itercompat is_iterable
5.2:
  django.contrib.admin.options urllib.parse urlparse
  django.contrib.admin.templatetags.admin_urls urllib.parse urlparse urlunparse
  django.contrib.auth - inspect
  django.contrib.auth.decorators - asyncio
  django.contrib.auth.decorators urllib.parse urlparse
  django.contrib.auth.middleware urllib.parse urlparse
  django.contrib.auth.mixins urllib.parse urlparse
  django.contrib.auth.views urllib.parse urlparse urlunparse
  django.contrib.gis.gdal.raster.source - sys
  django.contrib.postgres.constraints django.db NotSupportedError
  django.contrib.postgres.indexes django.db NotSupportedError
  django.core.checks.security.csrf - inspect
  django.core.checks.urls - inspect
  django.core.mail.message email message_from_string
  django.core.management.commands.makemessages django.utils.jslex prepare_js_for_gettext
  django.core.serializers.pyyaml django.db models
  django.core.serializers.pyyaml io StringIO
  django.core.validators django.utils.encoding punycode
  django.core.validators urllib.parse urlunsplit
  django.db.backends.base.operations django.db.backends utils
  django.db.backends.base.schema django.db.models NOT_PROVIDED
  django.db.backends.mysql.compiler django.db.models.sql compiler
  django.db.backends.oracle.oracledb_any django.core.exceptions ImproperlyConfigured
  django.db.backends.sqlite3.schema django.db.models NOT_PROVIDED
  django.db.models.expressions - inspect
  django.db.models.functions.comparison django.db NotSupportedError
  django.db.models.functions.comparison django.db.models.fields TextField
  django.db.models.functions.comparison django.db.models.fields.json JSONField
  django.db.models.query django.db.models.sql.constants CURSOR
  django.db.models.sql.compiler django.db.models.sql.where AND
  django.db.models.sql.query django.db.models.fields.related_lookups MultiColSource
  django.db.models.sql.subqueries django.db.models.sql.constants CURSOR
  django.forms.fields urllib.parse urlsplit urlunsplit
  django.http.response urllib.parse urlparse
  django.middleware.common urllib.parse urlparse
  django.middleware.csrf urllib.parse urlparse
  django.template.base django.utils.html escape
  django.test.client urllib.parse urlparse
  django.test.testcases urllib.parse urlunparse
  django.utils.html django.utils.encoding punycode
  django.utils.http urllib.parse unquote urlparse
6.0:
  django.conf django.utils.deprecation RemovedInDjango60Warning
  django.contrib.admin.models - warnings
  django.contrib.admin.models django.utils.deprecation RemovedInDjango60Warning
  django.contrib.admin.options django.utils.deprecation RemovedInDjango60Warning
  django.contrib.admin.views.main - warnings
  django.contrib.admin.views.main django.utils.deprecation RemovedInDjango60Warning
  django.contrib.admin.views.main django.utils.inspect func_supports_parameter
  django.contrib.auth.forms django.contrib.auth.hashers identify_hasher
  django.contrib.auth.forms django.utils.translation gettext
  django.contrib.contenttypes.fields - warnings
  django.contrib.contenttypes.fields django.utils.deprecation RemovedInDjango60Warning
  django.contrib.gis.forms.widgets django.conf settings
  django.contrib.gis.forms.widgets django.utils translation
  django.contrib.gis.gdal.geometries - warnings
  django.contrib.gis.gdal.geometries django.utils.deprecation RemovedInDjango60Warning
  django.contrib.gis.geoip2 - warnings
  django.contrib.gis.geoip2 django.utils.deprecation RemovedInDjango60Warning
  django.contrib.gis.utils django.core.exceptions ImproperlyConfigured
  django.contrib.humanize.templatetags.humanize datetime timezone
  django.contrib.postgres.aggregates.general django.contrib.postgres.aggregates.mixins OrderableAggMixin
  django.contrib.postgres.aggregates.general django.db.models TextField
  django.contrib.postgres.aggregates.mixins django.core.exceptions FullResultSet
  django.contrib.postgres.aggregates.mixins django.db.models.expressions OrderByList
  django.core.cache.backends.db datetime timezone
  django.core.files.storage.filesystem - warnings
  django.core.files.storage.filesystem datetime timezone
  django.core.files.storage.filesystem django.utils.deprecation RemovedInDjango60Warning
  django.core.mail.backends.smtp django.core.mail.message sanitize_address
  django.core.mail.message email Encoders=encoders message_from_bytes
  django.core.mail.message email.message Message
  django.core.mail.message email.utils formatdate
  django.core.management.commands.squashmigrations django.db DEFAULT_DB_ALIAS connections
  django.core.management.commands.squashmigrations django.utils.version get_docs_version
  django.db.backends.base.operations - warnings
  django.db.backends.base.operations django.utils.deprecation RemovedInDjango60Warning
  django.db.backends.oracle.base django.db.backends.oracle.oracledb_any is_oracledb
  django.db.backends.oracle.features django.db.backends.oracle.oracledb_any is_oracledb
  django.db.backends.oracle.operations django.db DatabaseError
  django.db.backends.oracle.operations django.db.backends.oracle.utils InsertVar
  django.db.backends.oracle.oracledb_any - oracledb=cx_Oracle warnings
  django.db.backends.oracle.oracledb_any django.utils.deprecation RemovedInDjango60Warning
  django.db.migrations.serializer django.utils.version PY311
  django.db.models.base django.utils.deprecation RemovedInDjango60Warning
  django.db.models.constraints - warnings
  django.db.models.constraints django.core.exceptions FieldError
  django.db.models.constraints django.utils.deprecation RemovedInDjango60Warning
  django.db.models.enums - warnings
  django.db.models.enums django.utils.deprecation RemovedInDjango60Warning
  django.db.models.enums django.utils.version PY311 PY312
  django.db.models.fields.files django.utils.version PY311
  django.db.models.fields.mixins - warnings
  django.db.models.fields.mixins django.utils.deprecation RemovedInDjango60Warning
  django.db.models.fields.related - warnings
  django.db.models.fields.related django.utils.deprecation RemovedInDjango60Warning
  django.db.models.fields.related_descriptors - warnings
  django.db.models.fields.related_descriptors django.utils.deprecation RemovedInDjango60Warning
  django.db.models.fields.reverse_related - warnings
  django.db.models.fields.reverse_related django.utils.deprecation RemovedInDjango60Warning
  django.db.models.lookups - warnings
  django.db.models.lookups django.db.backends.base.operations BaseDatabaseOperations
  django.db.models.lookups django.utils.deprecation RemovedInDjango60Warning
  django.db.models.query django.utils.deprecation RemovedInDjango60Warning
  django.db.models.query django.utils.functional partition
  django.db.models.sql.datastructures - warnings
  django.db.models.sql.datastructures django.utils.deprecation RemovedInDjango60Warning
  django.forms.fields - warnings
  django.forms.fields django.conf settings
  django.forms.fields django.utils.deprecation RemovedInDjango60Warning
  django.forms.renderers - warnings
  django.forms.renderers django.utils.deprecation RemovedInDjango60Warning
  django.templatetags.tz datetime datetime_timezone=timezone
  django.test.runner - sqlparse
  django.test.runner django.utils.version PY312
  django.test.runner io StringIO
  django.test.testcases django.utils.version PY311
  django.urls.converters - warnings
  django.urls.converters django.utils.deprecation RemovedInDjango60Warning
  django.utils.html django.utils.deprecation RemovedInDjango60Warning
  django.utils.http datetime timezone
  django.utils.itercompat - warnings
  django.utils.itercompat django.utils.deprecation RemovedInDjango60Warning
  django.views.debug django.utils.version PY311
6.1:
  django.conf - django traceback
  django.contrib.admin.options django.db.models.functions Cast
  django.contrib.admin.templatetags.base django.utils.inspect lazy_annotations
  django.contrib.auth - warnings
  django.contrib.auth django.utils.deprecation RemovedInDjango61Warning
  django.contrib.auth.checks types MethodType
  django.contrib.auth.middleware - warnings
  django.contrib.auth.middleware asgiref.sync sync_to_async
  django.contrib.auth.middleware django.utils.deprecation RemovedInDjango61Warning
  django.contrib.gis.forms.fields django.contrib.gis.gdal GDALException
  django.contrib.gis.gdal.prototypes.geom django.contrib.gis.gdal.libgdal GDAL_VERSION
  django.contrib.postgres.aggregates.mixins django.utils.deprecation RemovedInDjango61Warning
  django.contrib.sites.checks types NoneType
  django.contrib.staticfiles.finders - warnings
  django.contrib.staticfiles.finders django.utils.deprecation RemovedInDjango61Warning
  django.core.paginator asgiref.sync iscoroutinefunction
  django.core.serializers.pyyaml - collections
  django.core.serializers.xml_serializer contextlib contextmanager
  django.core.serializers.xml_serializer xml.dom minidom
  django.db.backends.mysql.operations django.db.models Exists ExpressionWrapper Lookup
  django.db.backends.oracle.operations django.db.models CompositePrimaryKey Exists ExpressionWrapper Lookup
  django.db.backends.oracle.operations django.db.models.expressions RawSQL
  django.db.backends.oracle.operations django.db.models.sql.where WhereNode
  django.db.backends.oracle.operations itertools chain
  django.db.backends.postgresql.compiler django.db.models.sql.compiler BaseSQLCompiler=SQLCompiler
  django.db.backends.postgresql.psycopg_any psycopg.types.datetime TimestamptzLoader
  django.db.migrations.operations.base - enum
  django.db.models.fields django.utils.duration duration_microseconds
  django.db.models.fields.reverse_related django.db.models.fields BLANK_CHOICE_DASH
  django.db.models.functions.datetime datetime datetime
  django.db.models.sql.query - inspect
  django.middleware.http django.utils.cache cc_delim_re
  django.tasks.base typing Dict Optional
  django.template.base django.utils.inspect lazy_annotations
  django.template.library django.utils.inspect lazy_annotations
  django.utils.log django.core.mail get_connection
  django.utils.xmlutils - re
"""

#: What was defined in a module, is nowhere any more, and has no rule of its own.
_PRIVATE = """
2.0:
  django.conf.global_settings MIDDLEWARE_CLASSES
  django.contrib.auth.middleware SessionAuthenticationMiddleware
  django.contrib.gis.db.backends.oracle.operations SDODistance SDOIsValid
  django.contrib.gis.db.backends.postgis.operations PostGISDistanceOperator
  django.contrib.gis.db.backends.postgis.pgraster get_pgraster_srid
  django.contrib.gis.db.backends.spatialite.operations SpatiaLiteDistanceOperator
  django.contrib.gis.db.models.fields GeoSelectFormatMixin
  django.contrib.gis.db.models.functions GeoFuncWithGeoParam GeomValue
  django.contrib.gis.db.models.lookups ExactLookup IsValidLookup gis_lookups
  django.contrib.gis.db.models.sql.conversion BaseField GMLField GeomField
  django.contrib.gis.geometry.backend geom_backend module
  django.contrib.gis.geos.libgeos geos_version_info get_pointer_arr version_regex
  django.contrib.gis.geos.prototypes.errcheck check_zero
  django.contrib.gis.geos.prototypes.geom from_hex from_wkb from_wkt to_hex to_wkb to_wkt
  django.contrib.gis.geos.prototypes.topology geos_cascaded_union
  django.contrib.gis.utils.wkt precision_wkt
  django.core.checks.compatibility.django_1_10 check_duplicate_middleware_settings
  django.core.checks.compatibility.django_1_8_0 check_duplicate_template_settings
  django.core.checks.utils patch_middleware_message
  django.core.handlers.wsgi ISO_8859_1 UTF_8
  django.db.backends.mysql.base adapt_datetime_warn_on_aware_datetime
  django.db.backends.oracle.base CursorIterator to_unicode
  django.db.backends.postgresql.version VERSION_RE get_version
  django.db.backends.sqlite3.base adapt_datetime_warn_on_aware_datetime
  django.db.backends.utils typecast_decimal
  django.db.migrations.operations.special noop
  django.db.migrations.writer enum
  django.db.models.lookups DecimalComparisonLookup DecimalGreaterThan DecimalGreaterThanOrEqual DecimalLessThan
  django.db.models.lookups DecimalLessThanOrEqual Search
  django.db.models.options NOT_PROVIDED
  django.forms.widgets RenameWidgetMethods
  django.http.cookie cookie_pickles_properly
  django.template.defaultfilters nan neg_inf pos_inf special_floats
  django.template.loader_tags ExtendsError
  django.template.loaders.eggs EggOrigin Loader resource_string
  django.urls.resolvers LocaleRegexProvider LocaleRegexURLResolver
  django.utils._os fs_encoding
  django.utils.autoreload jython_reloader
  django.utils.deprecation CallableBool
  django.utils.safestring EscapeBytes EscapeData EscapeString EscapeText EscapeUnicode
  django.utils.translation.trans_real do_translate
  django.views.debug DEFAULT_URLCONF_TEMPLATE TECHNICAL_404_TEMPLATE TECHNICAL_500_TEMPLATE TECHNICAL_500_TEXT_TEMPLATE
  django.views.i18n DEFAULT_PACKAGES get_javascript_catalog
2.1:
  django.conf.global_settings USE_ETAGS
  django.contrib.postgres.indexes MaxLengthMixin
  django.core.cache.backends.locmem dummy
  django.core.handlers.exception logger
  django.db.migrations.serializer ByteTypeSerializer TextTypeSerializer
  django.db.models.base unpickle_inner_exception
  django.template.base TOKEN_MAPPING
  django.template.loader_tags logger
  django.utils.cache logger
  django.utils.translation.trans_null to_locale
  django.views.decorators.http logger
2.2:
  django.db.backends.utils rev_typecast_decimal
  django.db.migrations.graph RECURSION_DEPTH_WARNING
  django.db.migrations.operations.models FieldRelatedOptionOperation
  django.db.migrations.serializer DateSerializer DatetimeSerializer TimeSerializer TimedeltaSerializer
  django.utils.autoreload FILE_MODIFIED I18N_MODIFIED RUN_RELOADER USE_INOTIFY clean_files code_changed fd gen_filenames
  django.utils.autoreload inotify_code_changed python_reloader reloader_thread reset_translations
  django.utils.inspect func_has_no_args
  django.views.i18n null_javascript_catalog
3.0:
  django.conf DEFAULT_CONTENT_TYPE_DEPRECATED_MSG
  django.conf.global_settings DEFAULT_CONTENT_TYPE
  django.contrib.gis.db.backends.postgis.introspection GeoIntrospectionError
  django.core.checks.security.base W007 check_xss_filter
  django.db.backends.oracle.utils InsertIdVar
  django.db.models.lookups YearComparisonLookup
  django.db.models.sql.compiler FORCE
  django.test.html WHITESPACE
  django.utils.crypto using_sysrandom
3.1:
  django.conf FILE_CHARSET_DEPRECATED_MSG
  django.conf.global_settings FILE_CHARSET
  django.contrib.gis.gdal.libgdal GDAL_MAJOR_VERSION GDAL_MINOR_VERSION GDAL_SUBMINOR_VERSION version_regex
  django.contrib.gis.geos.prototypes.geom BinConstructor BinOutput
  django.db.backends.postgresql.utils utc_tzinfo_factory
  django.db.migrations.operations.utils ModelTuple field_references_model is_referenced_by_foreign_key
  django.db.models.expressions SimpleCol
  django.db.models.query_utils QueryWrapper
  django.utils.html unencoded_ampersands_re
  django.utils.timezone ZERO
3.2:
  django.contrib.admin default_app_config
  django.contrib.admin.templatetags.admin_list DOT
  django.contrib.admindocs default_app_config
  django.contrib.auth default_app_config
  django.contrib.contenttypes default_app_config
  django.contrib.flatpages default_app_config
  django.contrib.gis default_app_config
  django.contrib.humanize default_app_config
  django.contrib.messages default_app_config
  django.contrib.postgres default_app_config
  django.contrib.postgres.fields.array ArrayCastRHSMixin
  django.contrib.redirects default_app_config
  django.contrib.sessions default_app_config
  django.contrib.sitemaps default_app_config
  django.contrib.sites default_app_config
  django.contrib.staticfiles default_app_config
  django.contrib.syndication default_app_config
  django.core.cache DefaultCacheProxy
  django.db DefaultConnectionProxy
  django.db.models.expressions DurationValue
  django.db.models.functions.text BytesToCharFieldConversionMixin
  django.utils.http FIELDS_MATCH
4.0:
  django.conf DEFAULT_HASHING_ALGORITHM_DEPRECATED_MSG PASSWORD_RESET_TIMEOUT_DAYS_DEPRECATED_MSG
  django.conf.global_settings DEFAULT_HASHING_ALGORITHM PASSWORD_RESET_TIMEOUT_DAYS SECURE_BROWSER_XSS_FILTER
  django.contrib.admin.views.main ORDER_TYPE_VAR
  django.contrib.gis.gdal.raster.const VSI_FILESYSTEM_BASE_PATH
  django.core.checks.security.base E100 check_default_hashing_algorithm
  django.db.models.query_utils InvalidQueryType
  django.db.models.sql.constants ORDER_PATTERN
  django.forms.renderers ROOT
  django.template.defaulttags IfEqualNode do_ifequal ifequal ifnotequal
  django.test.runner is_discoverable partition_suite_by_type
  django.utils.crypto NOT_PROVIDED
  django.views.debug CURRENT_DIR
4.1:
  django.core.cache.backends.memcached MemcachedCache
  django.db.backends.sqlite3.base check_sqlite_version list_aggregate none_guard
  django.utils.html DOTS
4.2:
  django.db.backends.postgresql.base PSYCOPG2_VERSION psycopg2_version
  django.db.models.sql.query add_to_dict is_reverse_o2o
  django.utils.timesince TIMESINCE_CHUNKS
  django.utils.translation.trans_real ACCEPT_LANGUAGE_HEADER_MAX_LENGTH
5.0:
  django.conf CSRF_COOKIE_MASKED_DEPRECATED_MSG USE_DEPRECATED_PYTZ_DEPRECATED_MSG USE_L10N_DEPRECATED_MSG
  django.conf.global_settings CSRF_COOKIE_MASKED USE_DEPRECATED_PYTZ USE_L10N
  django.contrib.auth.hashers CryptPasswordHasher
  django.contrib.gis.admin.options spherical_mercator_srid
  django.contrib.gis.admin.widgets geo_context logger
  django.contrib.postgres.aggregates.general DeprecatedConvertValueMixin NOT_PROVIDED
  django.contrib.sessions.serializers PickleSerializer
  django.contrib.sitemaps PING_URL
  django.contrib.sitemaps.management.commands.ping_google Command
  django.db.backends.base.base timezone_constructor
  django.db.migrations.autodetector stable_topological_sort
  django.forms.utils DEFAULT_TEMPLATE_DEPRECATION_MSG
  django.templatetags.tz UnknownTimezoneException
  django.utils.asyncio aclosing
  django.utils.baseconv BASE16_ALPHABET BASE2_ALPHABET BASE36_ALPHABET BASE56_ALPHABET BASE62_ALPHABET BASE64_ALPHABET
  django.utils.baseconv BaseConverter base16 base2 base36 base56 base64
  django.utils.crypto new_hash
  django.utils.datetime_safe strftime
  django.utils.timezone NOT_PASSED
  django.utils.topological_sort CyclicDependencyError
  django.views.csrf CSRF_FAILURE_TEMPLATE
  django.views.generic.edit DeleteViewCustomDeleteWarning
  django.views.i18n js_catalog_template
  django.views.static DEFAULT_DIRECTORY_INDEX_TEMPLATE
5.1:
  django.conf DEFAULT_FILE_STORAGE_DEPRECATED_MSG STATICFILES_STORAGE_DEPRECATED_MSG
  django.conf.global_settings DEFAULT_FILE_STORAGE STATICFILES_STORAGE
  django.contrib.auth.hashers SHA1PasswordHasher UnsaltedMD5PasswordHasher UnsaltedSHA1PasswordHasher
  django.contrib.gis.gdal.prototypes.ds get_driver_name release_ds
  django.contrib.gis.geoip2.base GEOIP_SETTINGS
  django.contrib.gis.geoip2.resources City Country
  django.core.checks.templates E001 E002 W003 check_for_template_tags_with_the_same_name check_setting_app_dirs_loaders
  django.core.checks.templates check_string_if_invalid_is_string
  django.core.files.storage GET_STORAGE_CLASS_DEPRECATED_MSG
  django.template.defaultfilters length_is
  django.utils.text FakeMatch WordsRegex re_chars re_notag re_prt re_tag re_words
5.2:
  django.core.management.commands.compilemessages is_writable
  django.db.models.fields.related_lookups MultiColSource
  django.db.models.sql.where SubqueryConstraint
  django.http.request parse_accept_header
  django.utils.deprecation DeprecationInstanceCheck
6.0:
  django.conf FORMS_URLFIELD_ASSUME_HTTPS_DEPRECATED_MSG
  django.conf.global_settings FORMS_URLFIELD_ASSUME_HTTPS
  django.contrib.auth.admin sensitive_post_parameters_m
  django.contrib.contenttypes.management get_contenttypes_and_models
  django.db.backends.oracle.oracledb_any is_oracledb
  django.db.backends.oracle.utils InsertVar
  django.db.models.enums ReprEnum
  django.db.models.fields.json compile_json_path
  django.utils.deprecation RemovedInDjango60Warning
6.1:
  django.contrib.contenttypes.management.commands.remove_stale_contenttypes NoFastDeleteCollector
  django.core.serializers.xml_serializer fast_cache_clearing getInnerTextList
  django.template.smartif op
  django.utils.cache cc_delim_re
  django.utils.deprecation RemovedInDjango61Warning
"""


def read_imports() -> dict[str, dict[str, str]]:
    """Return, for each release, the dotted names that it is the first one without, with where they are."""
    found: dict[str, dict[str, str]] = {}
    rows: dict[str, str] = {}
    for line in _PASSED_ON.strip().splitlines():
        if line.endswith(":"):
            rows = found.setdefault(line[:-1], {})
            continue
        module, home, *names = line.split()
        for name in names:
            old, _, new = name.partition("=")
            rows[f"{module}.{old}"] = new or old if home == "-" else f"{home}.{new or old}"
    return found


def read_private() -> dict[str, tuple[str, ...]]:
    """Return, for each release, the dotted names that it is the first one without and that have no successor."""
    found: dict[str, tuple[str, ...]] = {}
    release = ""
    for line in _PRIVATE.strip().splitlines():
        if line.endswith(":"):
            release = line[:-1]
        else:
            module, *names = line.split()
            found[release] = (*found.get(release, ()), *(f"{module}.{name}" for name in names))
    return found

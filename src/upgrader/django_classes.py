"""Django's own classes and what they inherit from, in every release from 1.11 to 6.1.

Written from the releases themselves: of each class that projects inherit from, the bases it had in any of them; and the
public names of classes that are defined elsewhere, with what they are. ``tests/test_classes.py`` compares it with them.
"""

from __future__ import annotations

_TEXT = """
django.apps:
  AppConfig django.apps.config.AppConfig
django.contrib.admin:
  AdminSite django.contrib.admin.sites.AdminSite
  AllValuesFieldListFilter django.contrib.admin.filters.AllValuesFieldListFilter
  BooleanFieldListFilter django.contrib.admin.filters.BooleanFieldListFilter
  ChoicesFieldListFilter django.contrib.admin.filters.ChoicesFieldListFilter
  DateFieldListFilter django.contrib.admin.filters.DateFieldListFilter
  EmptyFieldListFilter django.contrib.admin.filters.EmptyFieldListFilter
  FieldListFilter django.contrib.admin.filters.FieldListFilter
  ListFilter django.contrib.admin.filters.ListFilter
  ModelAdmin django.contrib.admin.options.ModelAdmin
  RelatedFieldListFilter django.contrib.admin.filters.RelatedFieldListFilter
  RelatedOnlyFieldListFilter django.contrib.admin.filters.RelatedOnlyFieldListFilter
  SimpleListFilter django.contrib.admin.filters.SimpleListFilter
  StackedInline django.contrib.admin.options.StackedInline
  TabularInline django.contrib.admin.options.TabularInline
django.contrib.admin.apps:
  AdminConfig SimpleAdminConfig
  SimpleAdminConfig django.apps.config.AppConfig
django.contrib.admin.filters:
  AllValuesFieldListFilter FieldListFilter
  BooleanFieldListFilter FieldListFilter
  ChoicesFieldListFilter FieldListFilter
  DateFieldListFilter FieldListFilter
  EmptyFieldListFilter FieldListFilter
  FieldListFilter ListFilter FacetsMixin
  RelatedFieldListFilter FieldListFilter
  RelatedOnlyFieldListFilter RelatedFieldListFilter
  SimpleListFilter ListFilter FacetsMixin
django.contrib.admin.formfields:
  StrictBooleanField django.forms.fields.NullBooleanField
  StrictNullBooleanField django.forms.fields.NullBooleanField
django.contrib.admin.forms:
  AdminAuthenticationForm django.contrib.auth.forms.AuthenticationForm
  AdminPasswordChangeForm django.contrib.auth.forms.PasswordChangeForm
django.contrib.admin.helpers:
  ActionForm django.forms.forms.Form
  AdminErrorList django.forms.utils.ErrorList
django.contrib.admin.models:
  LogEntry django.db.models.base.Model
django.contrib.admin.options:
  AutocompleteJsonView django.contrib.admin.views.autocomplete.AutocompleteJsonView
  AutocompleteSelect django.contrib.admin.widgets.AutocompleteSelect
  AutocompleteSelectMultiple django.contrib.admin.widgets.AutocompleteSelectMultiple
  BaseInlineFormSet django.forms.models.BaseInlineFormSet
  CheckboxSelectMultiple django.forms.widgets.CheckboxSelectMultiple
  HttpResponseBase django.http.response.HttpResponseBase
  HttpResponseRedirect django.http.response.HttpResponseRedirect
  InlineModelAdmin BaseModelAdmin
  ModelAdmin BaseModelAdmin
  Paginator django.core.paginator.Paginator
  RedirectView django.views.generic.base.RedirectView
  SelectMultiple django.forms.widgets.SelectMultiple
  SimpleTemplateResponse django.template.response.SimpleTemplateResponse
  StackedInline InlineModelAdmin
  TabularInline InlineModelAdmin
  TemplateResponse django.template.response.TemplateResponse
django.contrib.admin.templatetags.base:
  InclusionAdminNode django.template.library.InclusionNode
django.contrib.admin.templatetags.log:
  AdminLogNode django.template.base.Node
django.contrib.admin.tests:
  AdminSeleniumTestCase django.test.selenium.SeleniumTestCase django.contrib.staticfiles.testing.StaticLiveServerTestCase
  CSPMiddleware django.utils.deprecation.MiddlewareMixin
django.contrib.admin.views.autocomplete:
  AutocompleteJsonView django.views.generic.list.BaseListView
django.contrib.admin.views.main:
  ChangeListSearchForm django.forms.forms.Form
django.contrib.admin.widgets:
  AdminBigIntegerFieldWidget AdminIntegerFieldWidget
  AdminDateWidget django.forms.widgets.DateInput BaseAdminDateWidget
  AdminEmailInputWidget django.forms.widgets.EmailInput
  AdminFileWidget django.forms.widgets.ClearableFileInput
  AdminIntegerFieldWidget django.forms.widgets.NumberInput
  AdminRadioSelect django.forms.widgets.RadioSelect
  AdminSplitDateTime django.forms.widgets.SplitDateTimeWidget
  AdminTextInputWidget django.forms.widgets.TextInput
  AdminTextareaWidget django.forms.widgets.Textarea
  AdminTimeWidget django.forms.widgets.TimeInput BaseAdminTimeWidget
  AdminURLFieldWidget django.forms.widgets.URLInput
  AdminUUIDInputWidget django.forms.widgets.TextInput
  AutocompleteSelect AutocompleteMixin django.forms.widgets.Select
  AutocompleteSelectMultiple AutocompleteMixin django.forms.widgets.SelectMultiple
  BaseAdminDateWidget django.forms.widgets.DateInput DateTimeWidgetContextMixin
  BaseAdminTimeWidget django.forms.widgets.TimeInput DateTimeWidgetContextMixin
  FilteredSelectMultiple django.forms.widgets.SelectMultiple
  ForeignKeyRawIdWidget django.forms.widgets.TextInput
  ManyToManyRawIdWidget ForeignKeyRawIdWidget
  RelatedFieldWidgetWrapper django.forms.widgets.Widget
django.contrib.auth.admin:
  AdminPasswordChangeForm django.contrib.auth.forms.AdminPasswordChangeForm
  AdminUserCreationForm django.contrib.auth.forms.AdminUserCreationForm
  Group django.contrib.auth.models.Group
  GroupAdmin django.contrib.admin.options.ModelAdmin
  HttpResponseRedirect django.http.response.HttpResponseRedirect
  TemplateResponse django.template.response.TemplateResponse
  User django.contrib.auth.models.User
  UserAdmin django.contrib.admin.options.ModelAdmin
  UserChangeForm django.contrib.auth.forms.UserChangeForm
  UserCreationForm django.contrib.auth.forms.UserCreationForm
django.contrib.auth.apps:
  AuthConfig django.apps.config.AppConfig
django.contrib.auth.backends:
  AllowAllUsersModelBackend ModelBackend
  AllowAllUsersRemoteUserBackend RemoteUserBackend
  ModelBackend BaseBackend
  RemoteUserBackend ModelBackend
django.contrib.auth.base_user:
  AbstractBaseUser django.db.models.base.Model
django.contrib.auth.forms:
  AdminPasswordChangeForm django.forms.forms.Form SetUnusablePasswordMixin SetPasswordMixin
  AdminUserCreationForm SetUnusablePasswordMixin UserCreationForm
  AuthenticationForm django.forms.forms.Form
  BaseUserCreationForm django.forms.models.ModelForm SetPasswordMixin
  EmailMultiAlternatives django.core.mail.message.EmailMultiAlternatives
  PasswordChangeForm SetPasswordForm
  PasswordResetForm django.forms.forms.Form
  ReadOnlyPasswordHashField django.forms.fields.Field
  ReadOnlyPasswordHashWidget django.forms.widgets.Widget
  SetPasswordForm django.forms.forms.Form SetPasswordMixin
  User django.contrib.auth.models.User
  UserChangeForm django.forms.models.ModelForm
  UserCreationForm django.forms.models.ModelForm BaseUserCreationForm
  UserModel django.contrib.auth.models.User
  UsernameField django.forms.fields.CharField
django.contrib.auth.hashers:
  Argon2PasswordHasher BasePasswordHasher
  BCryptPasswordHasher BCryptSHA256PasswordHasher
  BCryptSHA256PasswordHasher BasePasswordHasher
  CryptPasswordHasher BasePasswordHasher
  MD5PasswordHasher BasePasswordHasher
  PBKDF2PasswordHasher BasePasswordHasher
  PBKDF2SHA1PasswordHasher PBKDF2PasswordHasher
  SHA1PasswordHasher BasePasswordHasher
  ScryptPasswordHasher BasePasswordHasher
  UnsaltedMD5PasswordHasher BasePasswordHasher
  UnsaltedSHA1PasswordHasher BasePasswordHasher
django.contrib.auth.management.commands.changepassword:
  Command django.core.management.base.BaseCommand
django.contrib.auth.management.commands.createsuperuser:
  Command django.core.management.base.BaseCommand
django.contrib.auth.middleware:
  AuthenticationMiddleware django.utils.deprecation.MiddlewareMixin
  LoginRequiredMiddleware django.utils.deprecation.MiddlewareMixin
  PersistentRemoteUserMiddleware RemoteUserMiddleware
  RemoteUserMiddleware django.utils.deprecation.MiddlewareMixin
  SessionAuthenticationMiddleware django.utils.deprecation.MiddlewareMixin
django.contrib.auth.models:
  AbstractBaseUser django.contrib.auth.base_user.AbstractBaseUser
  AbstractUser django.contrib.auth.base_user.AbstractBaseUser PermissionsMixin
  ContentType django.contrib.contenttypes.models.ContentType
  Group django.db.models.base.Model
  Permission django.db.models.base.Model
  PermissionsMixin django.db.models.base.Model
  User AbstractUser
django.contrib.auth.views:
  AuthenticationForm django.contrib.auth.forms.AuthenticationForm
  FormView django.views.generic.edit.FormView
  HttpResponseRedirect django.http.response.HttpResponseRedirect
  LoginView SuccessURLAllowedHostsMixin django.views.generic.edit.FormView RedirectURLMixin
  LogoutView SuccessURLAllowedHostsMixin django.views.generic.base.TemplateView RedirectURLMixin
  PasswordChangeDoneView PasswordContextMixin django.views.generic.base.TemplateView
  PasswordChangeForm django.contrib.auth.forms.PasswordChangeForm
  PasswordChangeView PasswordContextMixin django.views.generic.edit.FormView
  PasswordResetCompleteView PasswordContextMixin django.views.generic.base.TemplateView
  PasswordResetConfirmView PasswordContextMixin django.views.generic.edit.FormView
  PasswordResetDoneView PasswordContextMixin django.views.generic.base.TemplateView
  PasswordResetForm django.contrib.auth.forms.PasswordResetForm
  PasswordResetView PasswordContextMixin django.views.generic.edit.FormView
  SetPasswordForm django.contrib.auth.forms.SetPasswordForm
  TemplateResponse django.template.response.TemplateResponse
  TemplateView django.views.generic.base.TemplateView
  UserModel django.contrib.auth.models.User
django.contrib.contenttypes.admin:
  GenericInlineModelAdmin django.contrib.admin.options.InlineModelAdmin
  GenericStackedInline GenericInlineModelAdmin
  GenericTabularInline GenericInlineModelAdmin
django.contrib.contenttypes.apps:
  ContentTypesConfig django.apps.config.AppConfig
django.contrib.contenttypes.fields:
  GenericForeignKey django.db.models.fields.mixins.FieldCacheMixin django.db.models.fields.Field
  GenericRelation django.db.models.fields.related.ForeignObject
django.contrib.contenttypes.forms:
  BaseGenericInlineFormSet django.forms.models.BaseModelFormSet
django.contrib.contenttypes.management:
  RenameContentType django.db.migrations.operations.special.RunPython
django.contrib.contenttypes.management.commands.remove_stale_contenttypes:
  Command django.core.management.base.BaseCommand
django.contrib.contenttypes.models:
  ContentType django.db.models.base.Model
django.contrib.flatpages.admin:
  FlatPageAdmin django.contrib.admin.options.ModelAdmin
django.contrib.flatpages.apps:
  FlatPagesConfig django.apps.config.AppConfig
django.contrib.flatpages.forms:
  FlatpageForm django.forms.models.ModelForm
django.contrib.flatpages.middleware:
  FlatpageFallbackMiddleware django.utils.deprecation.MiddlewareMixin
django.contrib.flatpages.models:
  FlatPage django.db.models.base.Model
  Site django.contrib.sites.models.Site
django.contrib.flatpages.sitemaps:
  FlatPageSitemap django.contrib.sitemaps.Sitemap
django.contrib.flatpages.templatetags.flatpages:
  FlatpageNode django.template.base.Node
django.contrib.messages.apps:
  MessagesConfig django.apps.config.AppConfig
django.contrib.messages.middleware:
  MessageMiddleware django.utils.deprecation.MiddlewareMixin
django.contrib.messages.storage.cookie:
  CookieStorage django.contrib.messages.storage.base.BaseStorage
django.contrib.messages.storage.fallback:
  FallbackStorage django.contrib.messages.storage.base.BaseStorage
django.contrib.messages.storage.session:
  SessionStorage django.contrib.messages.storage.base.BaseStorage
django.contrib.postgres.forms.array:
  SimpleArrayField django.forms.fields.CharField
  SplitArrayField django.forms.fields.Field
  SplitArrayWidget django.forms.widgets.Widget
django.contrib.postgres.forms.hstore:
  HStoreField django.forms.fields.CharField
django.contrib.postgres.forms.jsonb:
  JSONField django.forms.fields.CharField django.forms.fields.JSONField
django.contrib.postgres.lookups:
  ContainedBy PostgresSimpleLookup django.db.models.lookups.PostgresOperatorLookup
  DataContains PostgresSimpleLookup django.db.models.lookups.PostgresOperatorLookup
  HasAnyKeys HasKeys
  HasKey PostgresSimpleLookup django.db.models.lookups.PostgresOperatorLookup
  HasKeys PostgresSimpleLookup django.db.models.lookups.PostgresOperatorLookup
  JSONExact django.db.models.lookups.Exact
  Overlap PostgresSimpleLookup django.db.models.lookups.PostgresOperatorLookup
  PostgresSimpleLookup django.db.models.lookups.Lookup
  SearchLookup django.contrib.postgres.search.SearchVectorExact
  TrigramSimilar PostgresSimpleLookup django.db.models.lookups.PostgresOperatorLookup
  TrigramStrictWordSimilar django.db.models.lookups.PostgresOperatorLookup
  TrigramWordSimilar django.db.models.lookups.PostgresOperatorLookup
  Unaccent django.db.models.lookups.Transform
django.contrib.postgres.search:
  CombinedSearchQuery SearchQueryCombinable django.db.models.expressions.CombinedExpression
  CombinedSearchVector SearchVectorCombinable django.db.models.expressions.CombinedExpression
  SearchConfig django.db.models.expressions.Expression
  SearchHeadline django.db.models.expressions.Func
  SearchQuery SearchQueryCombinable django.db.models.expressions.Value django.db.models.expressions.Func
  SearchQueryField django.db.models.fields.Field
  SearchRank django.db.models.expressions.Func
  SearchVector SearchVectorCombinable django.db.models.expressions.Func
  SearchVectorExact django.db.models.lookups.Lookup
  SearchVectorField django.db.models.fields.Field
  TrigramBase django.db.models.expressions.Func
  TrigramDistance TrigramBase
  TrigramSimilarity TrigramBase
  TrigramStrictWordDistance TrigramWordBase
  TrigramStrictWordSimilarity TrigramWordBase
  TrigramWordBase django.db.models.expressions.Func
  TrigramWordDistance TrigramWordBase
  TrigramWordSimilarity TrigramWordBase
  _Float4Field django.db.models.fields.Field
django.contrib.sessions.apps:
  SessionsConfig django.apps.config.AppConfig
django.contrib.sessions.backends.cache:
  SessionStore django.contrib.sessions.backends.base.SessionBase
django.contrib.sessions.backends.cached_db:
  SessionStore django.contrib.sessions.backends.db.SessionStore
django.contrib.sessions.backends.db:
  SessionStore django.contrib.sessions.backends.base.SessionBase
django.contrib.sessions.backends.file:
  SessionStore django.contrib.sessions.backends.base.SessionBase
django.contrib.sessions.backends.signed_cookies:
  SessionStore django.contrib.sessions.backends.base.SessionBase
django.contrib.sessions.base_session:
  AbstractBaseSession django.db.models.base.Model
django.contrib.sessions.management.commands.clearsessions:
  Command django.core.management.base.BaseCommand
django.contrib.sessions.middleware:
  SessionMiddleware django.utils.deprecation.MiddlewareMixin
django.contrib.sessions.models:
  Session django.contrib.sessions.base_session.AbstractBaseSession
django.contrib.sitemaps:
  GenericSitemap Sitemap
django.contrib.sitemaps.apps:
  SiteMapsConfig django.apps.config.AppConfig
django.contrib.sitemaps.management.commands.ping_google:
  Command django.core.management.base.BaseCommand
django.contrib.sites.admin:
  SiteAdmin django.contrib.admin.options.ModelAdmin
django.contrib.sites.apps:
  SitesConfig django.apps.config.AppConfig
django.contrib.sites.middleware:
  CurrentSiteMiddleware django.utils.deprecation.MiddlewareMixin
django.contrib.sites.models:
  Site django.db.models.base.Model
django.contrib.staticfiles.apps:
  StaticFilesConfig django.apps.config.AppConfig
django.contrib.staticfiles.finders:
  AppDirectoriesFinder BaseFinder
  BaseStorageFinder BaseFinder
  DefaultStorageFinder BaseStorageFinder
  FileSystemFinder BaseFinder
django.contrib.staticfiles.management.commands.collectstatic:
  Command django.core.management.base.BaseCommand
django.contrib.staticfiles.management.commands.findstatic:
  Command django.core.management.base.LabelCommand
django.contrib.staticfiles.storage:
  CachedFilesMixin HashedFilesMixin
  CachedStaticFilesStorage CachedFilesMixin StaticFilesStorage
  ManifestFilesMixin HashedFilesMixin
  ManifestStaticFilesStorage ManifestFilesMixin StaticFilesStorage
  StaticFilesStorage django.core.files.storage.FileSystemStorage django.core.files.storage.filesystem.FileSystemStorage
django.contrib.staticfiles.testing:
  LiveServerTestCase django.test.testcases.LiveServerTestCase
  StaticLiveServerTestCase django.test.testcases.LiveServerTestCase
django.contrib.syndication.apps:
  SyndicationConfig django.apps.config.AppConfig
django.core.cache.backends.db:
  BaseDatabaseCache django.core.cache.backends.base.BaseCache
  DatabaseCache BaseDatabaseCache
django.core.cache.backends.dummy:
  DummyCache django.core.cache.backends.base.BaseCache
django.core.cache.backends.filebased:
  FileBasedCache django.core.cache.backends.base.BaseCache
django.core.cache.backends.locmem:
  LocMemCache django.core.cache.backends.base.BaseCache
django.core.cache.backends.memcached:
  BaseMemcachedCache django.core.cache.backends.base.BaseCache
  MemcachedCache BaseMemcachedCache
  PyLibMCCache BaseMemcachedCache
  PyMemcacheCache BaseMemcachedCache
django.core.cache.backends.redis:
  RedisCache django.core.cache.backends.base.BaseCache
django.core.files.storage:
  FileSystemStorage Storage django.core.files.storage.filesystem.FileSystemStorage
  InMemoryStorage django.core.files.storage.memory.InMemoryStorage
  Storage django.core.files.storage.base.Storage
django.core.files.storage.filesystem:
  FileSystemStorage django.core.files.storage.base.Storage django.core.files.storage.mixins.StorageSettingsMixin
django.core.files.storage.memory:
  InMemoryStorage django.core.files.storage.base.Storage django.core.files.storage.mixins.StorageSettingsMixin
django.core.handlers.asgi:
  ASGIRequest django.http.request.HttpRequest
django.core.handlers.wsgi:
  WSGIRequest django.http.request.HttpRequest
django.core.mail:
  EmailMessage django.core.mail.message.EmailMessage
  EmailMultiAlternatives django.core.mail.message.EmailMultiAlternatives
django.core.mail.backends.console:
  EmailBackend django.core.mail.backends.base.BaseEmailBackend
django.core.mail.backends.dummy:
  EmailBackend django.core.mail.backends.base.BaseEmailBackend
django.core.mail.backends.filebased:
  EmailBackend django.core.mail.backends.console.EmailBackend
django.core.mail.backends.locmem:
  EmailBackend django.core.mail.backends.base.BaseEmailBackend
django.core.mail.backends.smtp:
  EmailBackend django.core.mail.backends.base.BaseEmailBackend
django.core.mail.message:
  EmailMultiAlternatives EmailMessage
django.core.management:
  BaseCommand django.core.management.base.BaseCommand
django.core.management.base:
  AppCommand BaseCommand
  LabelCommand BaseCommand
django.core.management.templates:
  TemplateCommand django.core.management.base.BaseCommand
django.core.paginator:
  Paginator BasePaginator
  QuerySetPaginator Paginator
django.core.signing:
  TimestampSigner Signer
django.db.backends.dummy.base:
  DatabaseClient django.db.backends.base.client.BaseDatabaseClient
  DatabaseCreation django.db.backends.base.creation.BaseDatabaseCreation
  DatabaseIntrospection django.db.backends.base.introspection.BaseDatabaseIntrospection
  DatabaseOperations django.db.backends.base.operations.BaseDatabaseOperations
django.db.backends.dummy.features:
  DummyDatabaseFeatures django.db.backends.base.features.BaseDatabaseFeatures
django.db.backends.sqlite3.client:
  DatabaseClient django.db.backends.base.client.BaseDatabaseClient
django.db.backends.sqlite3.creation:
  DatabaseCreation django.db.backends.base.creation.BaseDatabaseCreation
django.db.backends.sqlite3.features:
  DatabaseFeatures django.db.backends.base.features.BaseDatabaseFeatures
django.db.backends.sqlite3.introspection:
  DatabaseIntrospection django.db.backends.base.introspection.BaseDatabaseIntrospection
django.db.backends.sqlite3.operations:
  DatabaseOperations django.db.backends.base.operations.BaseDatabaseOperations
django.db.backends.sqlite3.schema:
  DatabaseSchemaEditor django.db.backends.base.schema.BaseDatabaseSchemaEditor
django.db.migrations:
  AddConstraint django.db.migrations.operations.models.AddConstraint
  AddField django.db.migrations.operations.fields.AddField
  AddIndex django.db.migrations.operations.models.AddIndex
  AlterConstraint django.db.migrations.operations.models.AlterConstraint
  AlterField django.db.migrations.operations.fields.AlterField
  AlterIndexTogether django.db.migrations.operations.models.AlterIndexTogether
  AlterModelManagers django.db.migrations.operations.models.AlterModelManagers
  AlterModelOptions django.db.migrations.operations.models.AlterModelOptions
  AlterModelTable django.db.migrations.operations.models.AlterModelTable
  AlterModelTableComment django.db.migrations.operations.models.AlterModelTableComment
  AlterOrderWithRespectTo django.db.migrations.operations.models.AlterOrderWithRespectTo
  AlterUniqueTogether django.db.migrations.operations.models.AlterUniqueTogether
  CreateModel django.db.migrations.operations.models.CreateModel
  DeleteModel django.db.migrations.operations.models.DeleteModel
  Migration django.db.migrations.migration.Migration
  RemoveConstraint django.db.migrations.operations.models.RemoveConstraint
  RemoveField django.db.migrations.operations.fields.RemoveField
  RemoveIndex django.db.migrations.operations.models.RemoveIndex
  RenameField django.db.migrations.operations.fields.RenameField
  RenameIndex django.db.migrations.operations.models.RenameIndex
  RenameModel django.db.migrations.operations.models.RenameModel
  RunPython django.db.migrations.operations.special.RunPython
  RunSQL django.db.migrations.operations.special.RunSQL
  SeparateDatabaseAndState django.db.migrations.operations.special.SeparateDatabaseAndState
django.db.migrations.operations.fields:
  AddField FieldOperation
  AlterField FieldOperation
  FieldOperation django.db.migrations.operations.base.Operation
  RemoveField FieldOperation
  RenameField FieldOperation
django.db.migrations.operations.models:
  AddConstraint IndexOperation
  AddIndex IndexOperation
  AlterConstraint IndexOperation
  AlterIndexTogether FieldRelatedOptionOperation AlterTogetherOptionOperation
  AlterModelManagers ModelOptionOperation
  AlterModelOptions ModelOptionOperation
  AlterModelTable ModelOperation ModelOptionOperation
  AlterModelTableComment ModelOptionOperation
  AlterOrderWithRespectTo FieldRelatedOptionOperation ModelOptionOperation
  AlterTogetherOptionOperation ModelOptionOperation
  AlterUniqueTogether FieldRelatedOptionOperation AlterTogetherOptionOperation
  CreateModel ModelOperation
  DeleteModel ModelOperation
  FieldRelatedOptionOperation ModelOptionOperation
  IndexOperation django.db.migrations.operations.base.Operation
  ModelOperation django.db.migrations.operations.base.Operation
  ModelOptionOperation ModelOperation
  RemoveConstraint IndexOperation
  RemoveIndex IndexOperation
  RenameIndex IndexOperation
  RenameModel ModelOperation
django.db.migrations.operations.special:
  RunPython django.db.migrations.operations.base.Operation
  RunSQL django.db.migrations.operations.base.Operation
  SeparateDatabaseAndState django.db.migrations.operations.base.Operation
django.db.migrations.state:
  AppConfigStub django.apps.config.AppConfig
django.db.models:
  Aggregate django.db.models.aggregates.Aggregate
  AnyValue django.db.models.aggregates.AnyValue
  AutoField django.db.models.fields.AutoField
  Avg django.db.models.aggregates.Avg
  BaseConstraint django.db.models.constraints.BaseConstraint
  BigAutoField django.db.models.fields.BigAutoField
  BigIntegerField django.db.models.fields.BigIntegerField
  BinaryField django.db.models.fields.BinaryField
  BitAnd django.db.models.aggregates.BitAnd
  BitOr django.db.models.aggregates.BitOr
  BitXor django.db.models.aggregates.BitXor
  BooleanField django.db.models.fields.BooleanField
  Case django.db.models.expressions.Case
  CharField django.db.models.fields.CharField
  CheckConstraint django.db.models.constraints.CheckConstraint
  CommaSeparatedIntegerField django.db.models.fields.CommaSeparatedIntegerField
  CompositePrimaryKey django.db.models.fields.composite.CompositePrimaryKey
  Count django.db.models.aggregates.Count
  DateField django.db.models.fields.DateField
  DateTimeField django.db.models.fields.DateTimeField
  DecimalField django.db.models.fields.DecimalField
  DurationField django.db.models.fields.DurationField
  EmailField django.db.models.fields.EmailField
  Exists django.db.models.expressions.Exists
  Expression django.db.models.expressions.Expression
  ExpressionList django.db.models.expressions.ExpressionList
  ExpressionWrapper django.db.models.expressions.ExpressionWrapper
  Field django.db.models.fields.Field
  FileField django.db.models.fields.files.FileField
  FilePathField django.db.models.fields.FilePathField
  FloatField django.db.models.fields.FloatField
  ForeignKey django.db.models.fields.related.ForeignKey
  ForeignObject django.db.models.fields.related.ForeignObject
  Func django.db.models.expressions.Func
  GeneratedField django.db.models.fields.generated.GeneratedField
  GenericIPAddressField django.db.models.fields.GenericIPAddressField
  IPAddressField django.db.models.fields.IPAddressField
  ImageField django.db.models.fields.files.ImageField
  Index django.db.models.indexes.Index
  IntegerField django.db.models.fields.IntegerField
  JSONField django.db.models.fields.json.JSONField
  JSONNull django.db.models.expressions.JSONNull
  Lookup django.db.models.lookups.Lookup
  ManyToManyField django.db.models.fields.related.ManyToManyField
  Max django.db.models.aggregates.Max
  Min django.db.models.aggregates.Min
  Model django.db.models.base.Model
  NullBooleanField django.db.models.fields.NullBooleanField
  OneToOneField django.db.models.fields.related.OneToOneField
  OrderBy django.db.models.expressions.OrderBy
  OrderWrt django.db.models.fields.proxy.OrderWrt
  PositiveBigIntegerField django.db.models.fields.PositiveBigIntegerField
  PositiveIntegerField django.db.models.fields.PositiveIntegerField
  PositiveSmallIntegerField django.db.models.fields.PositiveSmallIntegerField
  QuerySet django.db.models.query.QuerySet
  RowRange django.db.models.expressions.RowRange
  SlugField django.db.models.fields.SlugField
  SmallAutoField django.db.models.fields.SmallAutoField
  SmallIntegerField django.db.models.fields.SmallIntegerField
  StdDev django.db.models.aggregates.StdDev
  StringAgg django.db.models.aggregates.StringAgg
  Subquery django.db.models.expressions.Subquery
  Sum django.db.models.aggregates.Sum
  TextField django.db.models.fields.TextField
  TimeField django.db.models.fields.TimeField
  Transform django.db.models.lookups.Transform
  URLField django.db.models.fields.URLField
  UUIDField django.db.models.fields.UUIDField
  UniqueConstraint django.db.models.constraints.UniqueConstraint
  Value django.db.models.expressions.Value
  ValueRange django.db.models.expressions.ValueRange
  Variance django.db.models.aggregates.Variance
  When django.db.models.expressions.When
  Window django.db.models.expressions.Window
  WindowFrame django.db.models.expressions.WindowFrame
django.db.models.aggregates:
  Aggregate django.db.models.expressions.Func
  AggregateFilter django.db.models.expressions.Func
  AggregateOrderBy django.db.models.expressions.OrderByList
  AnyValue Aggregate
  Avg Aggregate
  BitAggregate Aggregate
  BitAnd BitAggregate
  BitOr BitAggregate
  BitXor BitAggregate
  Count Aggregate
  Max Aggregate
  Min Aggregate
  StdDev Aggregate
  StringAgg Aggregate
  StringAggDelimiter django.db.models.expressions.Func
  Sum Aggregate
  Variance Aggregate
django.db.models.base:
  Model django.db.models.utils.AltersData
django.db.models.constraints:
  CheckConstraint BaseConstraint
  UniqueConstraint BaseConstraint
django.db.models.expressions:
  Case Expression SQLiteNumericMixin
  Col Expression
  ColPairs Expression
  CombinedExpression Expression SQLiteNumericMixin
  DatabaseDefault Expression
  DurationExpression CombinedExpression
  DurationValue Value
  Exists Subquery
  Expression BaseExpression Combinable
  ExpressionList Func
  ExpressionWrapper Expression SQLiteNumericMixin
  Func Expression SQLiteNumericMixin
  JSONNull Value
  NegatedExpression ExpressionWrapper
  OrderBy BaseExpression Expression
  OrderByList Func ExpressionList
  Random Expression
  RawSQL Expression
  Ref Expression
  RowRange WindowFrame
  SimpleCol Expression
  Star Expression
  Subquery Expression BaseExpression Combinable
  TemporalSubtraction CombinedExpression
  Value Expression SQLiteNumericMixin
  ValueRange WindowFrame
  When Expression
  Window Expression SQLiteNumericMixin
  WindowFrame Expression
django.db.models.fields:
  AutoField Field AutoFieldMixin IntegerField
  BigAutoField AutoField AutoFieldMixin BigIntegerField
  BigIntegerField IntegerField
  BinaryField Field
  BooleanField Field
  CharField Field
  CommaSeparatedIntegerField CharField
  DateField DateTimeCheckMixin Field
  DateTimeField DateField
  DecimalField Field
  DurationField Field
  EmailField CharField
  Field django.db.models.query_utils.RegisterLookupMixin
  FilePathField Field
  FloatField Field
  GenericIPAddressField Field
  IPAddressField Field
  IntegerField Field
  NullBooleanField Field BooleanField
  PositiveBigIntegerField PositiveIntegerRelDbTypeMixin BigIntegerField
  PositiveIntegerField PositiveIntegerRelDbTypeMixin IntegerField
  PositiveSmallIntegerField PositiveIntegerRelDbTypeMixin IntegerField SmallIntegerField
  RegisterLookupMixin django.db.models.query_utils.RegisterLookupMixin
  SlugField CharField
  SmallAutoField AutoFieldMixin SmallIntegerField
  SmallIntegerField IntegerField
  TextField Field
  TimeField DateTimeCheckMixin Field
  URLField CharField
  UUIDField Field
django.db.models.fields.composite:
  CompositePrimaryKey django.db.models.fields.Field
django.db.models.fields.files:
  AltersData django.db.models.utils.AltersData
  DatabaseDefault django.db.models.expressions.DatabaseDefault
  Field django.db.models.fields.Field
  FileField django.db.models.fields.Field
  ImageField FileField
  Storage django.core.files.storage.Storage django.core.files.storage.base.Storage
django.db.models.fields.generated:
  GeneratedField django.db.models.fields.Field
django.db.models.fields.json:
  ContainedBy django.db.models.lookups.PostgresOperatorLookup django.db.models.lookups.FieldGetDbPrepValueMixin
  DataContains django.db.models.lookups.PostgresOperatorLookup django.db.models.lookups.FieldGetDbPrepValueMixin
  HasAnyKeys HasKeys
  HasKey HasKeyLookup
  HasKeyLookup django.db.models.lookups.PostgresOperatorLookup
  HasKeyOrArrayIndex HasKey
  HasKeys HasKeyLookup
  JSONExact django.db.models.lookups.Exact
  JSONField django.db.models.fields.mixins.CheckFieldDefaultMixin django.db.models.fields.Field
  JSONIContains CaseInsensitiveMixin django.db.models.lookups.IContains
  JSONIn ProcessJSONLHSMixin django.db.models.lookups.In
  KeyTextTransform KeyTransform
  KeyTransform django.db.models.lookups.Transform ProcessJSONLHSMixin
  KeyTransformEndsWith KeyTransformTextLookupMixin django.db.models.lookups.EndsWith
  KeyTransformExact JSONExact
  KeyTransformGt KeyTransformNumericLookupMixin django.db.models.lookups.GreaterThan
  KeyTransformGte KeyTransformNumericLookupMixin django.db.models.lookups.GreaterThanOrEqual
  KeyTransformIContains CaseInsensitiveMixin KeyTransformTextLookupMixin django.db.models.lookups.IContains
  KeyTransformIEndsWith CaseInsensitiveMixin KeyTransformTextLookupMixin django.db.models.lookups.IEndsWith
  KeyTransformIExact CaseInsensitiveMixin KeyTransformTextLookupMixin django.db.models.lookups.IExact
  KeyTransformIRegex CaseInsensitiveMixin KeyTransformTextLookupMixin django.db.models.lookups.IRegex
  KeyTransformIStartsWith CaseInsensitiveMixin KeyTransformTextLookupMixin django.db.models.lookups.IStartsWith
  KeyTransformIn django.db.models.lookups.In JSONIn
  KeyTransformIsNull django.db.models.lookups.IsNull
  KeyTransformLt KeyTransformNumericLookupMixin django.db.models.lookups.LessThan
  KeyTransformLte KeyTransformNumericLookupMixin django.db.models.lookups.LessThanOrEqual
  KeyTransformRegex KeyTransformTextLookupMixin django.db.models.lookups.Regex
  KeyTransformStartsWith KeyTransformTextLookupMixin django.db.models.lookups.StartsWith
django.db.models.fields.proxy:
  OrderWrt django.db.models.fields.IntegerField
django.db.models.fields.related:
  Field django.db.models.fields.Field
  FieldCacheMixin django.db.models.fields.mixins.FieldCacheMixin
  ForeignKey ForeignObject
  ForeignObject RelatedField
  ManyToManyField RelatedField
  OneToOneField ForeignKey
  RelatedField django.db.models.fields.Field django.db.models.fields.mixins.FieldCacheMixin
django.db.models.fields.tuple_lookups:
  Tuple django.db.models.expressions.Func
  TupleExact TupleLookupMixin django.db.models.lookups.Exact
  TupleGreaterThan TupleLookupMixin django.db.models.lookups.GreaterThan
  TupleGreaterThanOrEqual TupleLookupMixin django.db.models.lookups.GreaterThanOrEqual
  TupleIn TupleLookupMixin django.db.models.lookups.In
  TupleIsNull TupleLookupMixin django.db.models.lookups.IsNull
  TupleLessThan TupleLookupMixin django.db.models.lookups.LessThan
  TupleLessThanOrEqual TupleLookupMixin django.db.models.lookups.LessThanOrEqual
django.db.models.indexes:
  IndexExpression django.db.models.expressions.Func
django.db.models.lookups:
  BuiltinLookup Lookup
  Contains PatternLookup
  DecimalGreaterThan DecimalComparisonLookup GreaterThan
  DecimalGreaterThanOrEqual DecimalComparisonLookup GreaterThanOrEqual
  DecimalLessThan DecimalComparisonLookup LessThan
  DecimalLessThanOrEqual DecimalComparisonLookup LessThanOrEqual
  EndsWith PatternLookup
  Exact FieldGetDbPrepValueMixin BuiltinLookup
  FieldGetDbPrepValueIterableMixin FieldGetDbPrepValueMixin
  GreaterThan FieldGetDbPrepValueMixin BuiltinLookup
  GreaterThanOrEqual FieldGetDbPrepValueMixin BuiltinLookup
  IContains Contains
  IEndsWith PatternLookup EndsWith
  IExact BuiltinLookup
  IRegex Regex
  IStartsWith PatternLookup StartsWith
  In FieldGetDbPrepValueIterableMixin BuiltinLookup
  IntegerFieldExact IntegerFieldOverflow Exact
  IntegerGreaterThan IntegerFieldOverflow GreaterThan
  IntegerGreaterThanOrEqual IntegerFieldFloatRounding GreaterThanOrEqual IntegerFieldOverflow
  IntegerLessThan IntegerFieldFloatRounding LessThan IntegerFieldOverflow
  IntegerLessThanOrEqual IntegerFieldOverflow LessThanOrEqual
  IsNull BuiltinLookup
  LessThan FieldGetDbPrepValueMixin BuiltinLookup
  LessThanOrEqual FieldGetDbPrepValueMixin BuiltinLookup
  Lookup django.db.models.expressions.Expression
  PatternLookup BuiltinLookup
  PostgresOperatorLookup FieldGetDbPrepValueMixin Lookup
  Range FieldGetDbPrepValueIterableMixin BuiltinLookup
  Regex BuiltinLookup
  Search BuiltinLookup
  StartsWith PatternLookup
  Transform django.db.models.query_utils.RegisterLookupMixin django.db.models.expressions.Func
  UUIDContains UUIDTextMixin Contains
  UUIDEndsWith UUIDTextMixin EndsWith
  UUIDIContains UUIDTextMixin IContains
  UUIDIEndsWith UUIDTextMixin IEndsWith
  UUIDIExact UUIDTextMixin IExact
  UUIDIStartsWith UUIDTextMixin IStartsWith
  UUIDStartsWith UUIDTextMixin StartsWith
  YearComparisonLookup YearLookup
  YearExact YearLookup Exact
  YearGt YearComparisonLookup YearLookup GreaterThan
  YearGte YearComparisonLookup YearLookup GreaterThanOrEqual
  YearLookup Lookup
  YearLt YearComparisonLookup YearLookup LessThan
  YearLte YearComparisonLookup YearLookup LessThanOrEqual
django.db.models.query:
  AltersData django.db.models.utils.AltersData
  AutoField django.db.models.fields.AutoField
  Case django.db.models.expressions.Case
  DatabaseDefault django.db.models.expressions.DatabaseDefault
  DateField django.db.models.fields.DateField
  DateTimeField django.db.models.fields.DateTimeField
  Expression django.db.models.expressions.Expression
  Field django.db.models.fields.Field
  Max django.db.models.aggregates.Max
  OrderBy django.db.models.expressions.OrderBy
  QuerySet django.db.models.utils.AltersData
  Ref django.db.models.expressions.Ref
  Value django.db.models.expressions.Value
  When django.db.models.expressions.When
django.db.models.sql:
  AggregateQuery django.db.models.sql.subqueries.AggregateQuery
  DeleteQuery django.db.models.sql.subqueries.DeleteQuery
  InsertQuery django.db.models.sql.subqueries.InsertQuery
  Query django.db.models.sql.query.Query
  UpdateQuery django.db.models.sql.subqueries.UpdateQuery
django.db.models.sql.compiler:
  PositionRef django.db.models.expressions.Ref
  SQLAggregateCompiler SQLCompiler
  SQLDeleteCompiler SQLCompiler
  SQLInsertCompiler SQLCompiler
  SQLUpdateCompiler SQLCompiler
django.db.models.sql.query:
  Query django.db.models.expressions.BaseExpression
django.db.models.sql.subqueries:
  AggregateQuery django.db.models.sql.query.Query
  DeleteQuery django.db.models.sql.query.Query
  InsertQuery django.db.models.sql.query.Query
  UpdateQuery django.db.models.sql.query.Query
django.forms:
  BaseForm django.forms.forms.BaseForm
  BaseFormSet django.forms.formsets.BaseFormSet
  BaseInlineFormSet django.forms.models.BaseInlineFormSet
  BaseModelForm django.forms.models.BaseModelForm
  BaseModelFormSet django.forms.models.BaseModelFormSet
  BooleanField django.forms.fields.BooleanField
  CharField django.forms.fields.CharField
  CheckboxInput django.forms.widgets.CheckboxInput
  CheckboxSelectMultiple django.forms.widgets.CheckboxSelectMultiple
  ChoiceField django.forms.fields.ChoiceField
  ClearableFileInput django.forms.widgets.ClearableFileInput
  ColorInput django.forms.widgets.ColorInput
  ComboField django.forms.fields.ComboField
  DateField django.forms.fields.DateField
  DateInput django.forms.widgets.DateInput
  DateTimeField django.forms.fields.DateTimeField
  DateTimeInput django.forms.widgets.DateTimeInput
  DecimalField django.forms.fields.DecimalField
  DurationField django.forms.fields.DurationField
  EmailField django.forms.fields.EmailField
  EmailInput django.forms.widgets.EmailInput
  Field django.forms.fields.Field
  FileField django.forms.fields.FileField
  FileInput django.forms.widgets.FileInput
  FilePathField django.forms.fields.FilePathField
  FloatField django.forms.fields.FloatField
  Form django.forms.forms.Form
  GenericIPAddressField django.forms.fields.GenericIPAddressField
  HiddenInput django.forms.widgets.HiddenInput
  ImageField django.forms.fields.ImageField
  IntegerField django.forms.fields.IntegerField
  JSONField django.forms.fields.JSONField
  ModelChoiceField django.forms.models.ModelChoiceField
  ModelForm django.forms.models.ModelForm
  ModelMultipleChoiceField django.forms.models.ModelMultipleChoiceField
  MultiValueField django.forms.fields.MultiValueField
  MultiWidget django.forms.widgets.MultiWidget
  MultipleChoiceField django.forms.fields.MultipleChoiceField
  MultipleHiddenInput django.forms.widgets.MultipleHiddenInput
  NullBooleanField django.forms.fields.NullBooleanField
  NullBooleanSelect django.forms.widgets.NullBooleanSelect
  NumberInput django.forms.widgets.NumberInput
  PasswordInput django.forms.widgets.PasswordInput
  RadioSelect django.forms.widgets.RadioSelect
  RegexField django.forms.fields.RegexField
  SearchInput django.forms.widgets.SearchInput
  Select django.forms.widgets.Select
  SelectDateWidget django.forms.widgets.SelectDateWidget
  SelectMultiple django.forms.widgets.SelectMultiple
  SlugField django.forms.fields.SlugField
  SplitDateTimeField django.forms.fields.SplitDateTimeField
  SplitDateTimeWidget django.forms.widgets.SplitDateTimeWidget
  SplitHiddenDateTimeWidget django.forms.widgets.SplitHiddenDateTimeWidget
  TelInput django.forms.widgets.TelInput
  TextInput django.forms.widgets.TextInput
  Textarea django.forms.widgets.Textarea
  TimeField django.forms.fields.TimeField
  TimeInput django.forms.widgets.TimeInput
  TypedChoiceField django.forms.fields.TypedChoiceField
  TypedMultipleChoiceField django.forms.fields.TypedMultipleChoiceField
  URLField django.forms.fields.URLField
  URLInput django.forms.widgets.URLInput
  UUIDField django.forms.fields.UUIDField
  Widget django.forms.widgets.Widget
django.forms.fields:
  BaseTemporalField Field
  BooleanField Field
  CharField Field
  ChoiceField Field
  ComboField Field
  DateField BaseTemporalField
  DateTimeField BaseTemporalField
  DecimalField IntegerField
  DurationField Field
  EmailField CharField
  FileField Field
  FilePathField ChoiceField
  FloatField IntegerField
  GenericIPAddressField CharField
  ImageField FileField
  IntegerField Field
  JSONField CharField
  MultiValueField Field
  MultipleChoiceField ChoiceField
  NullBooleanField BooleanField
  RegexField CharField
  SlugField CharField
  SplitDateTimeField MultiValueField
  TimeField BaseTemporalField
  TypedChoiceField ChoiceField
  TypedMultipleChoiceField MultipleChoiceField
  URLField CharField
  UUIDField CharField
django.forms.forms:
  BaseForm django.forms.utils.RenderableFormMixin
  Form BaseForm
django.forms.formsets:
  BaseFormSet django.forms.utils.RenderableFormMixin
  ManagementForm django.forms.forms.Form
django.forms.models:
  AltersData django.db.models.utils.AltersData
  BaseForm django.forms.forms.BaseForm
  BaseFormSet django.forms.formsets.BaseFormSet
  BaseInlineFormSet BaseModelFormSet
  BaseModelForm django.forms.forms.BaseForm django.db.models.utils.AltersData
  BaseModelFormSet django.forms.formsets.BaseFormSet django.db.models.utils.AltersData
  ChoiceField django.forms.fields.ChoiceField
  ErrorList django.forms.utils.ErrorList
  Field django.forms.fields.Field
  HiddenInput django.forms.widgets.HiddenInput
  InlineForeignKeyField django.forms.fields.Field
  ModelChoiceField django.forms.fields.ChoiceField
  ModelForm BaseModelForm
  ModelMultipleChoiceField ModelChoiceField
  MultipleHiddenInput django.forms.widgets.MultipleHiddenInput
  RadioSelect django.forms.widgets.RadioSelect
  SelectMultiple django.forms.widgets.SelectMultiple
django.forms.renderers:
  DjangoDivFormRenderer DjangoTemplates
  DjangoTemplates EngineMixin BaseRenderer
  Jinja2 EngineMixin BaseRenderer
  Jinja2DivFormRenderer Jinja2
  TemplatesSetting BaseRenderer
django.forms.utils:
  ErrorDict RenderableErrorMixin
  ErrorList RenderableErrorMixin
  RenderableErrorMixin RenderableMixin
  RenderableFormMixin RenderableMixin
django.forms.widgets:
  CheckboxInput Input
  CheckboxSelectMultiple ChoiceWidget RadioSelect
  ChoiceWidget Widget
  ClearableFileInput FileInput
  ColorInput Input
  DateInput DateTimeBaseInput
  DateTimeBaseInput TextInput
  DateTimeInput DateTimeBaseInput
  EmailInput Input
  FileInput Input
  HiddenInput Input
  Input Widget
  MultiWidget Widget
  MultipleHiddenInput HiddenInput
  NullBooleanSelect Select
  NumberInput Input
  PasswordInput Input
  RadioSelect ChoiceWidget
  SearchInput Input
  Select ChoiceWidget
  SelectDateWidget Widget
  SelectMultiple Select
  SplitDateTimeWidget MultiWidget
  SplitHiddenDateTimeWidget SplitDateTimeWidget
  TelInput Input
  TextInput Input
  Textarea Widget
  TimeInput DateTimeBaseInput
  URLInput Input
django.http:
  FileResponse django.http.response.FileResponse
  HttpRequest django.http.request.HttpRequest
  HttpResponse django.http.response.HttpResponse
  HttpResponseBadRequest django.http.response.HttpResponseBadRequest
  HttpResponseBase django.http.response.HttpResponseBase
  HttpResponseForbidden django.http.response.HttpResponseForbidden
  HttpResponseGone django.http.response.HttpResponseGone
  HttpResponseNotAllowed django.http.response.HttpResponseNotAllowed
  HttpResponseNotFound django.http.response.HttpResponseNotFound
  HttpResponseNotModified django.http.response.HttpResponseNotModified
  HttpResponsePermanentRedirect django.http.response.HttpResponsePermanentRedirect
  HttpResponseRedirect django.http.response.HttpResponseRedirect
  HttpResponseServerError django.http.response.HttpResponseServerError
  JsonResponse django.http.response.JsonResponse
  StreamingHttpResponse django.http.response.StreamingHttpResponse
django.http.response:
  FileResponse StreamingHttpResponse
  HttpResponse HttpResponseBase
  HttpResponseBadRequest HttpResponse
  HttpResponseForbidden HttpResponse
  HttpResponseGone HttpResponse
  HttpResponseNotAllowed HttpResponse
  HttpResponseNotFound HttpResponse
  HttpResponseNotModified HttpResponse
  HttpResponsePermanentRedirect HttpResponseRedirectBase
  HttpResponseRedirect HttpResponseRedirectBase
  HttpResponseRedirectBase HttpResponse
  HttpResponseServerError HttpResponse
  JsonResponse HttpResponse
  StreamingHttpResponse HttpResponseBase
django.middleware.cache:
  CacheMiddleware UpdateCacheMiddleware FetchFromCacheMiddleware
  FetchFromCacheMiddleware django.utils.deprecation.MiddlewareMixin
  UpdateCacheMiddleware django.utils.deprecation.MiddlewareMixin
django.middleware.clickjacking:
  XFrameOptionsMiddleware django.utils.deprecation.MiddlewareMixin
django.middleware.common:
  BrokenLinkEmailsMiddleware django.utils.deprecation.MiddlewareMixin
  CommonMiddleware django.utils.deprecation.MiddlewareMixin
django.middleware.csp:
  ContentSecurityPolicyMiddleware django.utils.deprecation.MiddlewareMixin
django.middleware.csrf:
  CsrfViewMiddleware django.utils.deprecation.MiddlewareMixin
django.middleware.gzip:
  GZipMiddleware django.utils.deprecation.MiddlewareMixin
django.middleware.http:
  ConditionalGetMiddleware django.utils.deprecation.MiddlewareMixin
django.middleware.locale:
  LocaleMiddleware django.utils.deprecation.MiddlewareMixin
django.middleware.security:
  SecurityMiddleware django.utils.deprecation.MiddlewareMixin
django.template:
  Node django.template.base.Node
django.template.base:
  TextNode Node
  VariableNode Node
django.template.library:
  InclusionNode TagHelperNode
  SimpleBlockNode SimpleNode
  SimpleNode TagHelperNode
  TagHelperNode django.template.base.Node
django.template.loader_tags:
  BlockNode django.template.base.Node
  ExtendsNode django.template.base.Node
  IncludeNode django.template.base.Node
django.template.loaders.app_directories:
  Loader django.template.loaders.filesystem.Loader
django.template.loaders.cached:
  Loader django.template.loaders.base.Loader
django.template.loaders.eggs:
  Loader django.template.loaders.base.Loader
django.template.loaders.filesystem:
  Loader django.template.loaders.base.Loader
django.template.loaders.locmem:
  Loader django.template.loaders.base.Loader
django.template.response:
  SimpleTemplateResponse django.http.response.HttpResponse
  TemplateResponse SimpleTemplateResponse
django.test:
  AsyncClient django.test.client.AsyncClient
  AsyncRequestFactory django.test.client.AsyncRequestFactory
  Client django.test.client.Client
  LiveServerTestCase django.test.testcases.LiveServerTestCase
  RequestFactory django.test.client.RequestFactory
  SimpleTestCase django.test.testcases.SimpleTestCase
  TestCase django.test.testcases.TestCase
  TransactionTestCase django.test.testcases.TransactionTestCase
django.test.client:
  AsyncClient ClientMixin AsyncRequestFactory
  AsyncRequestFactory RequestFactory
  Client RequestFactory ClientMixin
django.test.selenium:
  SeleniumTestCase django.test.testcases.LiveServerTestCase
django.test.testcases:
  LiveServerTestCase TransactionTestCase
  SimpleTestCase unittest.case.TestCase
  TestCase TransactionTestCase
  TransactionTestCase SimpleTestCase
django.utils.feedgenerator:
  Atom1Feed SyndicationFeed
  Rss201rev2Feed RssFeed
  RssFeed SyndicationFeed
  RssUserland091Feed RssFeed
django.views:
  View django.views.generic.base.View
django.views.generic:
  ArchiveIndexView django.views.generic.dates.ArchiveIndexView
  CreateView django.views.generic.edit.CreateView
  DateDetailView django.views.generic.dates.DateDetailView
  DayArchiveView django.views.generic.dates.DayArchiveView
  DeleteView django.views.generic.edit.DeleteView
  DetailView django.views.generic.detail.DetailView
  FormView django.views.generic.edit.FormView
  ListView django.views.generic.list.ListView
  MonthArchiveView django.views.generic.dates.MonthArchiveView
  RedirectView django.views.generic.base.RedirectView
  TemplateView django.views.generic.base.TemplateView
  TodayArchiveView django.views.generic.dates.TodayArchiveView
  UpdateView django.views.generic.edit.UpdateView
  View django.views.generic.base.View
  WeekArchiveView django.views.generic.dates.WeekArchiveView
  YearArchiveView django.views.generic.dates.YearArchiveView
django.views.generic.base:
  RedirectView View
  TemplateView TemplateResponseMixin ContextMixin View
django.views.generic.dates:
  ArchiveIndexView django.views.generic.list.MultipleObjectTemplateResponseMixin BaseArchiveIndexView
  BaseArchiveIndexView BaseDateListView
  BaseDateDetailView YearMixin MonthMixin DayMixin DateMixin django.views.generic.detail.BaseDetailView
  BaseDateListView django.views.generic.list.MultipleObjectMixin DateMixin django.views.generic.base.View
  BaseDayArchiveView YearMixin MonthMixin DayMixin BaseDateListView
  BaseMonthArchiveView YearMixin MonthMixin BaseDateListView
  BaseTodayArchiveView BaseDayArchiveView
  BaseWeekArchiveView YearMixin WeekMixin BaseDateListView
  BaseYearArchiveView YearMixin BaseDateListView
  DateDetailView django.views.generic.detail.SingleObjectTemplateResponseMixin BaseDateDetailView
  DayArchiveView django.views.generic.list.MultipleObjectTemplateResponseMixin BaseDayArchiveView
  MonthArchiveView django.views.generic.list.MultipleObjectTemplateResponseMixin BaseMonthArchiveView
  TodayArchiveView django.views.generic.list.MultipleObjectTemplateResponseMixin BaseTodayArchiveView
  WeekArchiveView django.views.generic.list.MultipleObjectTemplateResponseMixin BaseWeekArchiveView
  YearArchiveView django.views.generic.list.MultipleObjectTemplateResponseMixin BaseYearArchiveView
django.views.generic.detail:
  BaseDetailView SingleObjectMixin django.views.generic.base.View
  DetailView SingleObjectTemplateResponseMixin BaseDetailView
  SingleObjectMixin django.views.generic.base.ContextMixin
  SingleObjectTemplateResponseMixin django.views.generic.base.TemplateResponseMixin
django.views.generic.edit:
  BaseCreateView ModelFormMixin ProcessFormView
  BaseDeleteView DeletionMixin django.views.generic.detail.BaseDetailView FormMixin
  BaseDetailView django.views.generic.detail.BaseDetailView
  BaseFormView FormMixin ProcessFormView
  BaseUpdateView ModelFormMixin ProcessFormView
  ContextMixin django.views.generic.base.ContextMixin
  CreateView django.views.generic.detail.SingleObjectTemplateResponseMixin BaseCreateView
  DeleteView django.views.generic.detail.SingleObjectTemplateResponseMixin BaseDeleteView
  Form django.forms.forms.Form
  FormMixin django.views.generic.base.ContextMixin
  FormView django.views.generic.base.TemplateResponseMixin BaseFormView
  HttpResponseRedirect django.http.response.HttpResponseRedirect
  ModelFormMixin FormMixin django.views.generic.detail.SingleObjectMixin
  ProcessFormView django.views.generic.base.View
  SingleObjectMixin django.views.generic.detail.SingleObjectMixin
  SingleObjectTemplateResponseMixin django.views.generic.detail.SingleObjectTemplateResponseMixin
  TemplateResponseMixin django.views.generic.base.TemplateResponseMixin
  UpdateView django.views.generic.detail.SingleObjectTemplateResponseMixin BaseUpdateView
  View django.views.generic.base.View
django.views.generic.list:
  BaseListView MultipleObjectMixin django.views.generic.base.View
  ListView MultipleObjectTemplateResponseMixin BaseListView
  MultipleObjectMixin django.views.generic.base.ContextMixin
  MultipleObjectTemplateResponseMixin django.views.generic.base.TemplateResponseMixin
django.views.i18n:
  JSONCatalog JavaScriptCatalog
  JavaScriptCatalog django.views.generic.base.View
"""


def read_classes() -> dict[str, tuple[str, ...]]:
    """Return the bases of each class, by dotted names; a public name has the name it stands for as its base."""
    found: dict[str, tuple[str, ...]] = {}
    module = ""
    for line in _TEXT.strip().splitlines():
        if line.endswith(":"):
            module = line[:-1]
        else:
            name, *bases = line.split()
            found[f"{module}.{name}"] = tuple(base if "." in base else f"{module}.{base}" for base in bases)
    return found

# The API reference.

docs-title = Справочник API
docs-text = Версия { $version }. Описание для программ:
docs-empty = Описание пока пустое.
docs-public = Доступно всем
docs-signed-in = Нужен вход
docs-roles = Нужна роль: { $roles }
docs-params = Параметры
docs-request = Запрос
docs-responses = Ответы
docs-fields = Поля
docs-required = обязательно

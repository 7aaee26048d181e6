# The API reference.

docs-title = API анықтамалығы
docs-text = { $version } нұсқасы. Бағдарламаларға арналған сипаттама:
docs-empty = Сипаттама әзірге бос.
docs-public = Барлығына ашық
docs-signed-in = Кіру қажет
docs-roles = Қажет рөл: { $roles }
docs-params = Параметрлер
docs-request = Сұраныс
docs-responses = Жауаптар
docs-fields = Өрістер
docs-required = міндетті

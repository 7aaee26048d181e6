set password_encryption = 'md5';

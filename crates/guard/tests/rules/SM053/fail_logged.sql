alter table carts set logged;

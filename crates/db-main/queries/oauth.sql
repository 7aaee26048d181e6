--! insert_oauth_flow (browser_sha256?, code_challenge?, code_challenge_method?, link_user_id?, link_session_id?)
insert into auth.oauth_flows (id, state_sha256, browser_sha256, nonce_sha256, provider, verifier, redirect_to,
    code_challenge, code_challenge_method, link_user_id, link_session_id, created_at)
values (:id, :state_sha256, :browser_sha256, :nonce_sha256, :provider, :verifier, :redirect_to, :code_challenge,
    :code_challenge_method, :link_user_id, :link_session_id, :now);

--! take_oauth_flow : (browser_sha256?, code_challenge?, code_challenge_method?, link_user_id?, link_session_id?)
delete from auth.oauth_flows f where f.state_sha256 = :state_sha256
returning f.id, f.browser_sha256, f.nonce_sha256, f.provider, f.verifier, f.redirect_to, f.code_challenge,
    f.code_challenge_method, f.link_user_id, f.link_session_id, f.created_at;

--! delete_old_oauth_flows
delete from auth.oauth_flows where created_at < :before;

--! insert_provider_tokens
insert into auth.provider_tokens (flow_id, sealed) values (:flow_id, :sealed);

--! find_provider_tokens
select t.sealed from auth.provider_tokens t where t.flow_id = :flow_id;

--! insert_pending_link (session_id?)
insert into auth.pending_links (flow_id, session_id, word) values (:flow_id, :session_id, :word);

--! find_pending_link : (session_id?)
select p.session_id, p.word from auth.pending_links p where p.flow_id = :flow_id;
